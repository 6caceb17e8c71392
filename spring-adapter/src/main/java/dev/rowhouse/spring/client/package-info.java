/**
 * The tenant of requests that the application sends to other services of its own.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.client;

import org.jspecify.annotations.NullMarked;
