/**
 * A personal task service in which the tenant is the user: Rowhouse on plain JDBC, behind the JDK's own HTTP server.
 */
@NullMarked
package dev.rowhouse.samples.tasks;

import org.jspecify.annotations.NullMarked;
