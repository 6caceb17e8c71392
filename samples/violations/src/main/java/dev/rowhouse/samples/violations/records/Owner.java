package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Entity;
import org.hibernate.annotations.SQLDelete;
import org.jspecify.annotations.Nullable;

/** Wrong: a way of its own to delete. {@code delete from Owner} in HQL does not know of it. */
@Entity
@SQLDelete(sql = "update owner set deleted_at = now() where id = ?")
public class Owner extends ClinicRecord {
    @Nullable
    String name;
}
