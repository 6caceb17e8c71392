/** Puts the application together: where the database is, migrations, Hibernate. The only package that knows data sources. */
@NullMarked
package dev.rowhouse.samples.blueprints.config;

import org.jspecify.annotations.NullMarked;
