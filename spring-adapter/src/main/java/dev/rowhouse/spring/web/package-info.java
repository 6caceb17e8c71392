/**
 * The tenant of requests: resolvers say which one a request names, a filter binds it.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.web;

import org.jspecify.annotations.NullMarked;
