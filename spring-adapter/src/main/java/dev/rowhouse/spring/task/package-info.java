/** The tenant of work outside the web. Nothing here is for applications to name. */
@NullMarked
package dev.rowhouse.spring.task;

import org.jspecify.annotations.NullMarked;
