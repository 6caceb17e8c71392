/**
 * Rules of architecture for applications: what in their code would let a tenant be forgotten, found in the compiled classes
 * before anything runs.
 *
 * <p>{@link dev.rowhouse.testkit.archunit.TenantArchitectureContract} makes a test of them. The package needs ArchUnit
 * ({@code com.tngtech.archunit:archunit}), an optional dependency of the testkit.
 */
@NullMarked
package dev.rowhouse.testkit.archunit;

import org.jspecify.annotations.NullMarked;
