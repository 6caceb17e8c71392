/**
 * Whether row-level security keeps tenants apart for whoever asks.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.isolation;

import org.jspecify.annotations.NullMarked;
