/**
 * Who the tenants are, read from a table.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.directory;

import org.jspecify.annotations.NullMarked;
