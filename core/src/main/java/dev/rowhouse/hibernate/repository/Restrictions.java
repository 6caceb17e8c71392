package dev.rowhouse.hibernate.repository;

import dev.rowhouse.repository.Restriction;
import jakarta.data.Sort;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.Collection;

/**
 * Restrictions and sorts by the static metamodel of Jakarta Persistence: a misspelt attribute or a value of another type does
 * not compile.
 *
 * <pre>{@code
 * pets.findAll(Restrictions.startsWith(Pet_.name, "A"), Order.by(Restrictions.desc(Pet_.bornOn)));
 * }</pre>
 *
 * <p>Combine them with {@link Restriction#all}, {@link Restriction#any} and {@link Restriction#not}. The session factory has to
 * be built before, because Hibernate fills the metamodel then.
 *
 * @since 0.1
 */
public final class Restrictions {
    private Restrictions() {}

    /**
     * Requires that an attribute equals a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> equalTo(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.equalTo(attribute.getName(), value);
    }

    /**
     * Requires that an attribute differs from a value and is not null.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> notEqualTo(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.notEqualTo(attribute.getName(), value);
    }

    /**
     * Requires that an attribute is less than a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> lessThan(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.lessThan(attribute.getName(), value);
    }

    /**
     * Requires that an attribute is a value or less.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> lessThanEqual(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.lessThanEqual(attribute.getName(), value);
    }

    /**
     * Requires that an attribute is greater than a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> greaterThan(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.greaterThan(attribute.getName(), value);
    }

    /**
     * Requires that an attribute is a value or greater.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> greaterThanEqual(SingularAttribute<? super T, V> attribute, V value) {
        return Restriction.greaterThanEqual(attribute.getName(), value);
    }

    /**
     * Requires that an attribute lies between two values, or is one of them.
     *
     * @param attribute the attribute
     * @param least the least value
     * @param greatest the greatest value
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> between(SingularAttribute<? super T, V> attribute, V least, V greatest) {
        return Restriction.between(attribute.getName(), least, greatest);
    }

    /**
     * Requires that an attribute is one of several values.
     *
     * @param attribute the attribute
     * @param values the values; without any, nothing satisfies the restriction
     * @param <T> the entity
     * @param <V> the type of the attribute
     * @return the restriction
     */
    public static <T, V> Restriction<T> in(SingularAttribute<? super T, V> attribute, Collection<? extends V> values) {
        return Restriction.in(attribute.getName(), values);
    }

    /**
     * Requires that a text begins with another.
     *
     * @param attribute the attribute
     * @param prefix how it begins; no character in it has a special meaning
     * @param <T> the entity
     * @return the restriction
     */
    public static <T> Restriction<T> startsWith(SingularAttribute<? super T, String> attribute, String prefix) {
        return Restriction.startsWith(attribute.getName(), prefix);
    }

    /**
     * Requires that an attribute is null.
     *
     * @param attribute the attribute
     * @param <T> the entity
     * @return the restriction
     */
    public static <T> Restriction<T> isNull(SingularAttribute<? super T, ?> attribute) {
        return Restriction.isNull(attribute.getName());
    }

    /**
     * Sorts by an attribute, the least first.
     *
     * @param attribute the attribute
     * @param <T> the entity
     * @return the sort
     */
    public static <T> Sort<T> asc(SingularAttribute<? super T, ?> attribute) {
        return Sort.asc(attribute.getName());
    }

    /**
     * Sorts by an attribute, the greatest first.
     *
     * @param attribute the attribute
     * @param <T> the entity
     * @return the sort
     */
    public static <T> Sort<T> desc(SingularAttribute<? super T, ?> attribute) {
        return Sort.desc(attribute.getName());
    }
}
