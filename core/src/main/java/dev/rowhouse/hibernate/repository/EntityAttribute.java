package dev.rowhouse.hibernate.repository;

import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.property.access.spi.PropertyAccess;
import org.hibernate.property.access.spi.Setter;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/**
 * A basic attribute of an entity, of an embeddable in it, or the id of what it refers to.
 *
 * @param path its name, with those of the embeddables around it
 * @param type its class, never a primitive one
 * @param bindType how a value is bound where HQL does not infer it
 * @param nullable whether its column may be null
 * @param filled whether Rowhouse fills it
 * @param kept whether saving leaves it as it is, whatever the entity says
 * @param position where the entity's loaded state has it, or the embeddable around it; negative for the id
 * @param accesses the way to it
 * @param referring whether the last step is a reference, of which the id is meant
 */
record EntityAttribute(
        String path,
        Class<?> type,
        @Nullable BasicType<Object> bindType,
        boolean nullable,
        boolean filled,
        boolean kept,
        int position,
        List<PropertyAccess> accesses,
        boolean referring) {

    EntityAttribute {
        accesses = List.copyOf(accesses);
    }

    /** Reads the value of an entity. */
    @Nullable
    Object of(SessionFactoryImplementor factory, Object entity) {
        Object value = walk(entity, 0, accesses.size());
        return referring && value != null ? factory.getPersistenceUnitUtil().getIdentifier(value) : value;
    }

    /** Takes the value out of the state that was loaded. */
    @Nullable
    Object ofLoaded(@Nullable Object[] state) {
        Object top = state[position];
        return top == null ? null : walk(top, 1, accesses.size());
    }

    /** Sets the value, if there is an embeddable to set it in. */
    void set(Object entity, @Nullable Object value) {
        Object owner = walk(entity, 0, accesses.size() - 1);
        Setter setter = accesses.get(accesses.size() - 1).getSetter();
        if (owner != null && setter != null) {
            setter.set(owner, value);
        }
    }

    private @Nullable Object walk(Object from, int first, int end) {
        Object value = from;
        for (int i = first; i < end && value != null; i++) {
            value = accesses.get(i).getGetter().get(Hibernate.unproxy(value));
        }
        return value;
    }
}
