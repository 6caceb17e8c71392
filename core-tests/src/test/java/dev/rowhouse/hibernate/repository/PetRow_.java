package dev.rowhouse.hibernate.repository;

import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.StaticMetamodel;
import java.time.Instant;
import java.time.LocalDate;

/** What a processor would generate; Hibernate fills it. */
@StaticMetamodel(PetRow.class)
@SuppressWarnings({"NullAway.Init", "NonFinalStaticField"}) // as Jakarta Persistence has it
final class PetRow_ {
    static volatile SingularAttribute<PetRow, String> name;
    static volatile SingularAttribute<PetRow, Integer> weight;
    static volatile SingularAttribute<PetRow, LocalDate> bornOn;
    static volatile SingularAttribute<PetRow, Instant> createdAt;

    private PetRow_() {}
}
