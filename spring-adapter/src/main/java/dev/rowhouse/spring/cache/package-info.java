/** Keeps tenants apart in Spring's caches. Nothing here is for applications to name. */
@NullMarked
package dev.rowhouse.spring.cache;

import org.jspecify.annotations.NullMarked;
