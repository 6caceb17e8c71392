/** SQL texts as Hibernate and PostgreSQL write them, read as far as is needed to judge them. */
@NullMarked
package dev.rowhouse.hibernate.internal.sql;

import org.jspecify.annotations.NullMarked;
