/** Starts the application in processes of their own, sends requests, and writes what that took. */
@NullMarked
package dev.rowhouse.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
