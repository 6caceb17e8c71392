package dev.rowhouse.hibernate.repository;

import dev.rowhouse.repository.Keyset;
import jakarta.data.Sort;
import java.util.ArrayList;
import java.util.List;

/** One step of an order of the entity {@code e}. */
record SortKey(EntityAttribute attribute, boolean ascending, boolean ignoreCase) implements Keyset.Step {
    /**
     * Completes an order by the id, so that no two entities share a place in it. The id goes the way of the step before, so
     * that one comparison of rows serves both.
     *
     * @throws IllegalArgumentException if an attribute is unknown, or ignores case and is no text
     */
    static List<SortKey> complete(EntityModel model, List<? extends Sort<?>> sorts) {
        List<SortKey> keys = new ArrayList<>(sorts.size() + 1);
        boolean ascending = true;
        for (Sort<?> sort : sorts) {
            EntityAttribute attribute = model.attribute("Ordering", sort.property());
            if (sort.ignoreCase() && attribute.type() != String.class) {
                throw new IllegalArgumentException("Ordering " + model.described() + " by attribute " + sort.property()
                        + ": its type is " + attribute.type().getName()
                        + ", which has no case to ignore. Order by it as it is.");
            }
            ascending = sort.isAscending();
            keys.add(new SortKey(attribute, ascending, sort.ignoreCase()));
            if (model.id().size() == 1 && attribute.equals(model.id().get(0))) {
                return keys;
            }
        }
        for (EntityAttribute part : model.id()) {
            keys.add(new SortKey(part, ascending, false));
        }
        return keys;
    }

    /** The order as Jakarta Data says it, for the scope of cursors. */
    Sort<?> sort() {
        return new Sort<>(attribute.path(), ascending, ignoreCase);
    }

    SortKey reversed() {
        return new SortKey(attribute, !ascending, ignoreCase);
    }

    @Override
    public String path() {
        return attribute.path();
    }

    @Override
    public Class<?> javaType() {
        return attribute.type();
    }

    @Override
    public boolean nullable() {
        return attribute.nullable();
    }

    @Override
    public String expression() {
        return ignoreCase ? "lower(e." + attribute.path() + ")" : "e." + attribute.path();
    }

    /** The order, with nulls where SQL has them, whatever Hibernate's default is set to. */
    static String orderBy(List<SortKey> keys) {
        StringBuilder order = new StringBuilder(" order by ");
        String separator = "";
        for (SortKey key : keys) {
            order.append(separator).append(key.expression()).append(key.ascending() ? " asc" : " desc");
            if (key.nullable()) {
                order.append(key.ascending() ? " nulls last" : " nulls first");
            }
            separator = ", ";
        }
        return order.toString();
    }
}
