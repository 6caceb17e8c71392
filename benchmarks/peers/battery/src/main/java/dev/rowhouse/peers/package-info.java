/** The attacks on tenancy, the database they run on, and what a library must implement to be attacked. */
@NullMarked
package dev.rowhouse.peers;

import org.jspecify.annotations.NullMarked;
