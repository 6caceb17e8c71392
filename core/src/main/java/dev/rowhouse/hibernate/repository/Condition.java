package dev.rowhouse.hibernate.repository;

import dev.rowhouse.hibernate.internal.search.SearchFunctions;
import dev.rowhouse.repository.Keyset;
import dev.rowhouse.repository.Restriction;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the entity {@code e} in HQL, and the values of their parameters. Operators that PostgreSQL can use an index for
 * under row-level security are the only ones it writes.
 */
final class Condition {
    /** Types that are the same in an array. */
    private static final Set<Class<?>> PLAIN = Set.of(UUID.class, Long.class, Integer.class, Short.class, String.class);

    private final EntityModel model;
    private final StringBuilder hql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** A value in a comparison of rows, where Hibernate does not infer types, such as how an enum is stored. */
    private record Typed(Object value, BasicType<Object> type) {}

    Condition(EntityModel model) {
        this.model = model;
    }

    /** The condition with {@code where} in front of it, or nothing. */
    String where() {
        return hql.isEmpty() ? "" : " where " + hql;
    }

    <Q extends CommonQueryContract> Q bind(Q query) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Typed typed) {
                query.setParameter("p" + i, typed.value, typed.type);
            } else if (values.get(i) instanceof List<?> list) {
                query.setParameterList("p" + i, list);
            } else {
                query.setParameter("p" + i, values.get(i));
            }
        }
        return query;
    }

    // ---- restrictions

    /** Adds a condition on an attribute that Rowhouse knows. */
    Condition andNotNull(String attribute) {
        and();
        hql.append("e.").append(attribute).append(" is not null");
        return this;
    }

    /** Adds that the id is one of these. */
    Condition andId(List<?> ids) {
        and();
        in(model.id().get(0), ids);
        return this;
    }

    /** Adds a restriction, or nothing if everything satisfies it. */
    Condition and(Restriction<?> restriction) {
        if (!(restriction instanceof Restriction.All<?> all
                && all.restrictions().isEmpty())) {
            and();
            add(restriction);
        }
        return this;
    }

    private void and() {
        if (!hql.isEmpty()) {
            hql.append(" and ");
        }
    }

    private void add(Restriction<?> restriction) {
        if (restriction instanceof Restriction.Compare<?> compare) {
            EntityAttribute attribute = restricted(compare.attribute());
            hql.append("e.").append(attribute.path()).append(operator(compare.operator()));
            parameter(checked(attribute, compare.value()));
        } else if (restriction instanceof Restriction.In<?> in) {
            EntityAttribute attribute = restricted(in.attribute());
            List<Object> elements = new ArrayList<>(in.values().size());
            in.values().forEach(value -> elements.add(checked(attribute, value)));
            if (elements.isEmpty()) {
                hql.append("1 = 0");
            } else {
                in(attribute, elements);
            }
        } else if (restriction instanceof Restriction.StartsWith<?> startsWith) {
            EntityAttribute attribute = restricted(startsWith.attribute());
            checked(attribute, startsWith.prefix());
            hql.append("function(starts_with as Boolean, e.")
                    .append(attribute.path())
                    .append(", ");
            parameter(startsWith.prefix());
            hql.append(") = true");
        } else if (restriction instanceof Restriction.IsNull<?> isNull) {
            hql.append("e.").append(restricted(isNull.attribute()).path()).append(" is null");
        } else if (restriction instanceof Restriction.Not<?> not) {
            hql.append("not (");
            add(not.restriction());
            hql.append(")");
        } else if (restriction instanceof Restriction.All<?> all) {
            join(all.restrictions(), " and ", "1 = 1");
        } else if (restriction instanceof Restriction.Any<?> any) {
            join(any.restrictions(), " or ", "1 = 0");
        } else {
            throw new IllegalStateException("Restricting " + model.described() + ": a "
                    + restriction.getClass().getName() + " is unknown here. Use one version of Rowhouse throughout.");
        }
    }

    /** A list that has a type of its own in the database goes as one array, however long it is. */
    private void in(EntityAttribute attribute, List<?> elements) {
        if (elements.size() > 1 && isPlain(attribute)) {
            Object[] array = (Object[]) Array.newInstance(attribute.type(), elements.size());
            hql.append(SearchFunctions.ANY_OF)
                    .append("(e.")
                    .append(attribute.path())
                    .append(", ");
            parameter(elements.toArray(array));
            hql.append(")");
        } else {
            hql.append("e.").append(attribute.path()).append(" in ");
            parameter(elements);
        }
    }

    private static boolean isPlain(EntityAttribute attribute) {
        BasicType<Object> type = attribute.bindType();
        return PLAIN.contains(attribute.type()) && type != null && type.getValueConverter() == null;
    }

    private void join(List<? extends Restriction<?>> restrictions, String with, String ifNone) {
        if (restrictions.isEmpty()) {
            hql.append(ifNone);
            return;
        }
        hql.append("(");
        String separator = "";
        for (Restriction<?> restriction : restrictions) {
            hql.append(separator);
            add(restriction);
            separator = with;
        }
        hql.append(")");
    }

    private EntityAttribute restricted(String attribute) {
        return model.attribute("Restricting", attribute);
    }

    private void parameter(Object value) {
        hql.append(":p").append(values.size());
        values.add(value);
    }

    private static String operator(Restriction.Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    /** A comparison of different types is an error at best, and a scan of the whole table at worst. */
    private Object checked(EntityAttribute attribute, Object value) {
        Class<?> type = attribute.type();
        if (type.isInstance(value)) {
            return value;
        }
        if (type == Long.class && (value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(
                "Restricting " + model.described() + " by attribute " + attribute.path() + ": the value is a "
                        + value.getClass().getName() + ", and the attribute's type is " + type.getName()
                        + ". Give a value of that type.");
    }

    // ---- keysets

    /** Adds the condition that an entity comes after a place in an order. */
    Condition after(List<SortKey> order, List<? extends @Nullable Object> place) {
        and();
        Keyset.appendAfter(hql, order, place, this::keyParameter);
        return this;
    }

    private void keyParameter(SortKey key, Object value) {
        hql.append(key.ignoreCase() ? "lower(" : "");
        BasicType<Object> type = key.attribute().bindType();
        parameter(type == null ? value : new Typed(value, type));
        hql.append(key.ignoreCase() ? ")" : "");
    }
}
