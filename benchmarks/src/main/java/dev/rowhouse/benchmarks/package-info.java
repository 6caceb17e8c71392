/** What Rowhouse costs, measured beside the same work on the plain driver. */
@NullMarked
package dev.rowhouse.benchmarks;

import org.jspecify.annotations.NullMarked;
