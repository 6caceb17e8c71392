/** The application: the same with Rowhouse and without, but for the predicate in its queries. */
@NullMarked
package dev.rowhouse.benchmarks.spring.application;

import org.jspecify.annotations.NullMarked;
