package dev.rowhouse.repository;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the condition that a row comes after a place in an order, in SQL or in HQL. For implementations of
 * {@link TenantRepository}.
 *
 * <p>Where all directions are equal and nothing is null, it is one comparison of rows, which an index answers by beginning at that
 * place. Nulls are greater than anything: last where an order ascends, first where it descends.
 *
 * @since 0.1
 */
public final class Keyset {
    private Keyset() {}

    /**
     * One step of an order.
     *
     * @since 0.1
     */
    public interface Step {
        /**
         * Names the attribute.
         *
         * @return its path, for messages
         */
        String path();

        /**
         * Says which class the attribute's values are of.
         *
         * @return never a primitive one
         */
        Class<?> javaType();

        /**
         * Writes what rows are ordered by.
         *
         * @return an expression of the language that the condition is in
         */
        String expression();

        /**
         * Tells the direction.
         *
         * @return whether the order ascends
         */
        boolean ascending();

        /**
         * Tells whether there may be nulls.
         *
         * @return whether the attribute may be null
         */
        boolean nullable();
    }

    /**
     * Appends the condition that a row comes after a place.
     *
     * @param condition what to append to
     * @param order the complete order, which no two rows share a place in
     * @param place the values of a row in that order, as a cursor holds them
     * @param parameter appends a parameter to the condition, for a value as the attribute has it
     * @param <S> the step
     * @throws InvalidCursorException if a value is of a type that its attribute does not have any more
     */
    public static <S extends Step> void appendAfter(
            StringBuilder condition,
            List<S> order,
            List<? extends @Nullable Object> place,
            BiConsumer<? super S, Object> parameter) {
        new Writing<S>(condition, order, place, parameter).append();
    }

    private record Writing<S extends Step>(
            StringBuilder condition,
            List<S> order,
            List<? extends @Nullable Object> place,
            BiConsumer<? super S, Object> parameter) {

        void append() {
            boolean oneDirection = order.stream()
                    .allMatch(step -> step.ascending() == order.get(0).ascending());
            boolean withoutNulls = true;
            for (int i = 0; i < order.size(); i++) {
                withoutNulls &= place.get(i) != null
                        && (!order.get(i).nullable() || !order.get(i).ascending());
            }
            if (oneDirection && withoutNulls) {
                compareRows();
            } else {
                compareInTurn();
            }
        }

        private void compareRows() {
            boolean single = order.size() == 1;
            condition.append(single ? "" : "(");
            String separator = "";
            for (S step : order) {
                condition.append(separator).append(step.expression());
                separator = ", ";
            }
            condition
                    .append(single ? " " : ") ")
                    .append(order.get(0).ascending() ? ">" : "<")
                    .append(single ? " " : " (");
            separator = "";
            for (int i = 0; i < order.size(); i++) {
                condition.append(separator);
                value(order.get(i), place.get(i));
                separator = ", ";
            }
            condition.append(single ? "" : ")");
        }

        /** {@code a after x, or a = x and (b after y, or b = y and …)}, with a bound on the first step for the index. */
        private void compareInTurn() {
            S first = order.get(0);
            if (!first.nullable() && place.get(0) != null) {
                condition.append(first.expression()).append(first.ascending() ? " >= " : " <= ");
                value(first, place.get(0));
                condition.append(" and ");
            }
            for (int i = 0; i < order.size(); i++) {
                condition.append("(");
                greater(order.get(i), place.get(i));
                if (i < order.size() - 1) {
                    condition.append(" or (");
                    same(order.get(i), place.get(i));
                    condition.append(" and ");
                }
            }
            condition.append(")".repeat(order.size() * 2 - 1));
        }

        private void greater(S step, @Nullable Object value) {
            if (value == null) {
                condition.append(step.ascending() ? "1 = 0" : step.expression() + " is not null");
                return;
            }
            condition.append(step.expression()).append(step.ascending() ? " > " : " < ");
            value(step, value);
            if (step.ascending() && step.nullable()) {
                condition.append(" or ").append(step.expression()).append(" is null");
            }
        }

        private void same(S step, @Nullable Object value) {
            condition.append(step.expression());
            if (value == null) {
                condition.append(" is null");
            } else {
                condition.append(" = ");
                value(step, value);
            }
        }

        private void value(S step, @Nullable Object inCursor) {
            if (inCursor == null) {
                throw new IllegalStateException("Comparing " + step.path() + " with a null by itself.");
            }
            parameter.accept(step, asAttribute(step, inCursor));
        }
    }

    /** The value as the entity has it: cursors hold enums by name, and times by their instant. */
    private static Object asAttribute(Step step, Object inCursor) {
        Class<?> type = step.javaType();
        if (type.isInstance(inCursor)) {
            return inCursor;
        }
        if (type == ZonedDateTime.class && inCursor instanceof Instant instant) {
            return instant.atZone(ZoneOffset.UTC);
        }
        if (type == BigInteger.class && inCursor instanceof BigDecimal number) {
            return number.toBigInteger();
        }
        if (type.isEnum() && inCursor instanceof String name) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new InvalidCursorException(
                "Reading a cursor: attribute " + step.path() + " has become a " + type.getName()
                        + " since it was made. Begin again with the first page.",
                null);
    }
}
