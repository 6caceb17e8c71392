/** The check of mapped tables against the live database, when a session factory starts. */
@NullMarked
package dev.rowhouse.hibernate.internal.tables;

import org.jspecify.annotations.NullMarked;
