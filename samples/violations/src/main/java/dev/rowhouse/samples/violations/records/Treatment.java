package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Entity;
import jakarta.persistence.ManyToMany;
import java.util.HashSet;
import java.util.Set;

/** Wrong: the table between treatments and pets has no tenant. */
@Entity
public class Treatment extends ClinicRecord {
    @ManyToMany
    Set<Pet> pets = new HashSet<>();
}
