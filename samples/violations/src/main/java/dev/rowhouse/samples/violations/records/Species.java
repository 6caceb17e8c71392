package dev.rowhouse.samples.violations.records;

import dev.rowhouse.SharedTable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Cat, dog, tortoise. Nothing is wrong here: it says that it is shared, and so a key needs no tenant. */
@Entity
@SharedTable(reason = "the same list for all clinics, kept by us")
public class Species {
    @Id
    @Nullable
    Long id;

    @Column(unique = true)
    @Nullable
    String name;
}
