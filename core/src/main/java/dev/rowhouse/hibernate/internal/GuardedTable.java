package dev.rowhouse.hibernate.internal;

import org.jspecify.annotations.Nullable;

/**
 * A table from which statements must not delete rows that live.
 *
 * @param name its name without the schema, in lower case
 * @param entity the entity to name in messages
 * @param assignments what a delete sets instead, if one statement can do it
 * @param condition what a living row satisfies, to be put behind a table's name and a dot
 * @param isCollection whether rows come and go with the elements of a collection
 * @param isSecondary whether a row is there only where one of its columns has a value
 */
record GuardedTable(
        String name,
        String entity,
        @Nullable String assignments,
        @Nullable String condition,
        boolean isCollection,
        boolean isSecondary) {}
