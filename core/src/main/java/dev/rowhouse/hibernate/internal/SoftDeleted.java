package dev.rowhouse.hibernate.internal;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a soft-deletable hierarchy of entities.
 *
 * @param root the name of the root entity
 * @param deletedAt the path of the attribute
 * @param deletedBy the path of the attribute, if there is one
 */
record SoftDeleted(String root, String deletedAt, @Nullable String deletedBy) {}
