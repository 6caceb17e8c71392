package dev.rowhouse.hibernate.repository;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some attributes of an entity as a record.
 *
 * @param <R> the record
 */
final class Projection<R extends Record> {
    private final Class<R> type;
    private final RecordComponent[] components;
    private final MethodHandle constructor;

    Projection(EntityModel model, Class<R> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        if (components.length == 0) {
            throw new IllegalArgumentException(tried() + ": the record has no components. Name attributes by them.");
        }
        for (RecordComponent component : components) {
            EntityAttribute attribute = model.attribute(tried(), component.getName());
            Class<?> wanted = MethodType.methodType(component.getType()).wrap().returnType();
            if (!wanted.isAssignableFrom(attribute.type())) {
                throw new IllegalArgumentException(tried() + ": component " + component.getName() + " is a "
                        + wanted.getName() + ", and the attribute a "
                        + attribute.type().getName()
                        + ". Give it that type.");
            }
        }
        MethodType signature = MethodType.methodType(
                void.class,
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        try {
            this.constructor = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, signature)
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    tried() + ": its constructor cannot be reached. Open its package to Rowhouse.", e);
        }
    }

    private String tried() {
        return "Reading " + type.getName() + " from";
    }

    String select() {
        return Arrays.stream(components)
                .map(component -> "e." + component.getName())
                .collect(Collectors.joining(", ", "select ", ""));
    }

    R of(@Nullable Object[] row) {
        try {
            return type.cast(constructor.invokeExact(row));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(tried() + " a row: its constructor threw. Look at the cause.", e);
        }
    }
}
