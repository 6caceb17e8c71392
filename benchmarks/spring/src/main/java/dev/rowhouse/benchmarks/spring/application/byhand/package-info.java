/** Names the tenant in each query. */
@NullMarked
package dev.rowhouse.benchmarks.spring.application.byhand;

import org.jspecify.annotations.NullMarked;
