package dev.rowhouse.repository;

import static java.util.Objects.requireNonNull;

import jakarta.data.metamodel.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which entities: a condition on attributes, with values that are always bound.
 *
 * <pre>{@code
 * Restriction.all(Restriction.equalTo(_Pet.species, "dog"), Restriction.startsWith(_Pet.name, "A"))
 * }</pre>
 *
 * <p>Attributes are given by the name in the entity or by Jakarta Data's metamodel. A value must have the attribute's type.
 * Null attributes behave as in SQL: they satisfy {@link #isNull} and nothing else, nor the negation of anything else.
 *
 * <p>The forms are those that PostgreSQL can answer from an index under row-level security, which a prefix in
 * {@code like} is not. Immutable; the records are for implementations of {@link TenantRepository}.
 *
 * @param <T> the entity
 * @since 0.1
 */
public sealed interface Restriction<T> {
    /**
     * Returns the restriction that all entities satisfy.
     *
     * @param <T> the entity
     * @return no restriction
     */
    static <T> Restriction<T> unrestricted() {
        return new All<>(List.of());
    }

    /**
     * Returns a restriction to entities whose attribute equals a value.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> equalTo(String attribute, Object value) {
        return new Compare<>(attribute, Operator.EQUAL, value);
    }

    /**
     * Returns a restriction to entities whose attribute equals a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> equalTo(Attribute<T> attribute, Object value) {
        return equalTo(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute is not null and differs from a value.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> notEqualTo(String attribute, Object value) {
        return new Compare<>(attribute, Operator.NOT_EQUAL, value);
    }

    /**
     * Returns a restriction to entities whose attribute is not null and differs from a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> notEqualTo(Attribute<T> attribute, Object value) {
        return notEqualTo(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute is less than a value.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> lessThan(String attribute, Object value) {
        return new Compare<>(attribute, Operator.LESS, value);
    }

    /**
     * Returns a restriction to entities whose attribute is less than a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> lessThan(Attribute<T> attribute, Object value) {
        return lessThan(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute is less than a value or equals it.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> lessThanEqual(String attribute, Object value) {
        return new Compare<>(attribute, Operator.LESS_OR_EQUAL, value);
    }

    /**
     * Returns a restriction to entities whose attribute is less than a value or equals it.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> lessThanEqual(Attribute<T> attribute, Object value) {
        return lessThanEqual(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute is greater than a value.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> greaterThan(String attribute, Object value) {
        return new Compare<>(attribute, Operator.GREATER, value);
    }

    /**
     * Returns a restriction to entities whose attribute is greater than a value.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> greaterThan(Attribute<T> attribute, Object value) {
        return greaterThan(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute is greater than a value or equals it.
     *
     * @param attribute the attribute's name
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> greaterThanEqual(String attribute, Object value) {
        return new Compare<>(attribute, Operator.GREATER_OR_EQUAL, value);
    }

    /**
     * Returns a restriction to entities whose attribute is greater than a value or equals it.
     *
     * @param attribute the attribute
     * @param value the value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> greaterThanEqual(Attribute<T> attribute, Object value) {
        return greaterThanEqual(attribute.name(), value);
    }

    /**
     * Returns a restriction to entities whose attribute lies between two values, both included.
     *
     * @param attribute the attribute's name
     * @param least the least value
     * @param greatest the greatest value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> between(String attribute, Object least, Object greatest) {
        return all(greaterThanEqual(attribute, least), lessThanEqual(attribute, greatest));
    }

    /**
     * Returns a restriction to entities whose attribute lies between two values, both included.
     *
     * @param attribute the attribute
     * @param least the least value
     * @param greatest the greatest value
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> between(Attribute<T> attribute, Object least, Object greatest) {
        return between(attribute.name(), least, greatest);
    }

    /**
     * Returns a restriction to entities whose attribute equals one of some values.
     *
     * @param attribute the attribute's name
     * @param values the values; none of them is satisfied by nothing
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> in(String attribute, Collection<?> values) {
        return new In<>(attribute, List.copyOf(values));
    }

    /**
     * Returns a restriction to entities whose attribute equals one of some values.
     *
     * @param attribute the attribute
     * @param values the values; none of them is satisfied by nothing
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> in(Attribute<T> attribute, Collection<?> values) {
        return in(attribute.name(), values);
    }

    /**
     * Returns a restriction to entities whose text begins with a prefix, taken as it is.
     *
     * @param attribute the attribute's name
     * @param prefix the prefix; no character of it is a wildcard
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> startsWith(String attribute, String prefix) {
        return new StartsWith<>(attribute, prefix);
    }

    /**
     * Returns a restriction to entities whose text begins with a prefix, taken as it is.
     *
     * @param attribute the attribute
     * @param prefix the prefix; no character of it is a wildcard
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> startsWith(Attribute<T> attribute, String prefix) {
        return startsWith(attribute.name(), prefix);
    }

    /**
     * Returns a restriction to entities whose attribute is null.
     *
     * @param attribute the attribute's name
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> isNull(String attribute) {
        return new IsNull<>(attribute);
    }

    /**
     * Returns a restriction to entities whose attribute is null.
     *
     * @param attribute the attribute
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> isNull(Attribute<T> attribute) {
        return isNull(attribute.name());
    }

    /**
     * Returns a restriction to entities that satisfy each of some restrictions.
     *
     * @param restrictions the restrictions; without any, all entities do
     * @param <T> the entity
     * @return the restriction
     */
    @SafeVarargs
    static <T> Restriction<T> all(Restriction<? super T>... restrictions) {
        List<Restriction<? super T>> list = new ArrayList<>(restrictions.length);
        for (Restriction<? super T> restriction : restrictions) {
            list.add(restriction);
        }
        return new All<>(list);
    }

    /**
     * Returns a restriction to entities that satisfy at least one of some restrictions.
     *
     * @param restrictions the restrictions; without any, no entity does
     * @param <T> the entity
     * @return the restriction
     */
    @SafeVarargs
    static <T> Restriction<T> any(Restriction<? super T>... restrictions) {
        List<Restriction<? super T>> list = new ArrayList<>(restrictions.length);
        for (Restriction<? super T> restriction : restrictions) {
            list.add(restriction);
        }
        return new Any<>(list);
    }

    /**
     * Returns the negation of a restriction.
     *
     * @param restriction the restriction
     * @param <T> the entity
     * @return the restriction
     */
    static <T> Restriction<T> not(Restriction<T> restriction) {
        return new Not<>(restriction);
    }

    /**
     * How an attribute compares with a value.
     *
     * @since 0.1
     */
    enum Operator {
        /** Equal. */
        EQUAL,
        /** Different, and not null. */
        NOT_EQUAL,
        /** Less. */
        LESS,
        /** Less or equal. */
        LESS_OR_EQUAL,
        /** Greater. */
        GREATER,
        /** Greater or equal. */
        GREATER_OR_EQUAL
    }

    /**
     * An attribute compared with a value.
     *
     * @param attribute the attribute's name
     * @param operator how it compares
     * @param value the value
     * @param <T> the entity
     * @since 0.1
     */
    record Compare<T>(String attribute, Operator operator, Object value) implements Restriction<T> {
        /**
         * Refuses null: nothing equals it in SQL, and {@link Restriction#isNull} says what is meant.
         *
         * @param attribute the attribute's name
         * @param operator how it compares
         * @param value the value
         */
        public Compare {
            requireNonNull(attribute, "attribute");
            requireNonNull(operator, "operator");
            if (value == null) {
                throw new IllegalArgumentException("Restricting attribute " + attribute
                        + ": the value is null, and nothing compares with null. Use Restriction.isNull(\"" + attribute
                        + "\"), or its negation.");
            }
        }
    }

    /**
     * An attribute that equals one of some values.
     *
     * @param attribute the attribute's name
     * @param values the values
     * @param <T> the entity
     * @since 0.1
     */
    record In<T>(String attribute, List<?> values) implements Restriction<T> {
        /**
         * Copies the values, and refuses null among them.
         *
         * @param attribute the attribute's name
         * @param values the values
         */
        public In {
            requireNonNull(attribute, "attribute");
            values = List.copyOf(values);
        }
    }

    /**
     * A text that begins with a prefix.
     *
     * @param attribute the attribute's name
     * @param prefix the prefix
     * @param <T> the entity
     * @since 0.1
     */
    record StartsWith<T>(String attribute, String prefix) implements Restriction<T> {
        /**
         * Refuses null.
         *
         * @param attribute the attribute's name
         * @param prefix the prefix
         */
        public StartsWith {
            requireNonNull(attribute, "attribute");
            requireNonNull(prefix, "prefix");
        }
    }

    /**
     * An attribute that is null.
     *
     * @param attribute the attribute's name
     * @param <T> the entity
     * @since 0.1
     */
    record IsNull<T>(String attribute) implements Restriction<T> {
        /**
         * Refuses null.
         *
         * @param attribute the attribute's name
         */
        public IsNull {
            requireNonNull(attribute, "attribute");
        }
    }

    /**
     * Restrictions that are all satisfied; without any, no restriction.
     *
     * @param restrictions the restrictions
     * @param <T> the entity
     * @since 0.1
     */
    record All<T>(List<Restriction<? super T>> restrictions) implements Restriction<T> {
        /**
         * Copies the list.
         *
         * @param restrictions the restrictions
         */
        public All {
            restrictions = List.copyOf(restrictions);
        }
    }

    /**
     * Restrictions of which at least one is satisfied; without any, none is.
     *
     * @param restrictions the restrictions
     * @param <T> the entity
     * @since 0.1
     */
    record Any<T>(List<Restriction<? super T>> restrictions) implements Restriction<T> {
        /**
         * Copies the list.
         *
         * @param restrictions the restrictions
         */
        public Any {
            restrictions = List.copyOf(restrictions);
        }
    }

    /**
     * A restriction that is not satisfied.
     *
     * @param restriction the restriction
     * @param <T> the entity
     * @since 0.1
     */
    record Not<T>(Restriction<T> restriction) implements Restriction<T> {
        /**
         * Refuses null.
         *
         * @param restriction the restriction
         */
        public Not {
            requireNonNull(restriction, "restriction");
        }
    }
}
