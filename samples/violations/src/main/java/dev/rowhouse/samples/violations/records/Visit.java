package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/** Wrong: the pet is loaded with each visit, and a visit of a deleted pet cannot be loaded at all. */
@Entity
public class Visit extends ClinicRecord {
    @ManyToOne
    @Nullable
    Pet pet;
}
