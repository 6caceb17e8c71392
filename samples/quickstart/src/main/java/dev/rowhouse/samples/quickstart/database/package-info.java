/** Where the database is, its roles, its tables. The only package that knows pools and logins; it hands out what is wrapped. */
@NullMarked
package dev.rowhouse.samples.quickstart.database;

import org.jspecify.annotations.NullMarked;
