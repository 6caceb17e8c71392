/**
 * What a native image has to know of Rowhouse.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.aot;

import org.jspecify.annotations.NullMarked;
