/** Functions of HQL and criteria for full text, JSON and fuzzy match. None is API but by its name in a query. */
@NullMarked
package dev.rowhouse.hibernate.internal.search;

import org.jspecify.annotations.NullMarked;
