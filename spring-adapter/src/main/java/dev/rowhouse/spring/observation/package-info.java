/**
 * The tenant in metrics, logs and observations.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.observation;

import org.jspecify.annotations.NullMarked;
