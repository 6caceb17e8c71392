/** Puts things together; the only package that may know the pool. */
@NullMarked
package dev.rowhouse.samples.violations.config;

import org.jspecify.annotations.NullMarked;
