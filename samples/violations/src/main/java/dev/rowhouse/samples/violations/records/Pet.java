package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;

/** Wrong: the number on a chip is unique among the pets of all clinics, and a pet may see two of them. */
@Entity
public class Pet extends ClinicRecord {
    @Column(unique = true)
    @Nullable
    String chip;
}
