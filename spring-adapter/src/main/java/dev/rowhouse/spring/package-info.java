/**
 * Rowhouse in a Spring Boot application: every data source of the application is wrapped, and the tenant goes with the work.
 * Nothing has to be called; {@code rowhouse.*} properties change what is done.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring;

import org.jspecify.annotations.NullMarked;
