/** Wraps the application's data sources and checks them. Nothing here is for applications to name. */
@NullMarked
package dev.rowhouse.spring.datasource;

import org.jspecify.annotations.NullMarked;
