/** Says nothing of tenants in its queries. */
@NullMarked
package dev.rowhouse.benchmarks.spring.application.tenant;

import org.jspecify.annotations.NullMarked;
