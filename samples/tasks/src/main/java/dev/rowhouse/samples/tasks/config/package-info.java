/** What the service needs to know, from the environment and a {@code .env} file. */
@NullMarked
package dev.rowhouse.samples.tasks.config;

import org.jspecify.annotations.NullMarked;
