package dev.rowhouse.hibernate.internal.generator;

import dev.rowhouse.repository.UuidV7;
import java.util.EnumSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/** Generates ids of version 7 where the application has set none. */
public final class UuidV7Generator implements BeforeExecutionGenerator {
    private static final long serialVersionUID = 1L;

    private static final UuidV7 IDS = UuidV7.generator();

    /** Creates a generator; Hibernate does this. */
    public UuidV7Generator() {}

    @Override
    public EnumSet<EventType> getEventTypes() {
        return EventTypeSets.INSERT_ONLY;
    }

    @Override
    public boolean allowAssignedIdentifiers() {
        return true;
    }

    @Override
    public Object generate(
            SharedSessionContractImplementor session,
            Object owner,
            @Nullable Object currentValue,
            EventType eventType) {
        return currentValue == null ? IDS.get() : currentValue;
    }
}
