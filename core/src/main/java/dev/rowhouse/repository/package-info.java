/** The contract of repositories that keep to a tenant, and what its implementations share. */
@NullMarked
package dev.rowhouse.repository;

import org.jspecify.annotations.NullMarked;
