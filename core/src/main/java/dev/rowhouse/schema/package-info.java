/** The database side: installs the schema {@code rowhouse}, whose functions protect the application's tables. */
@NullMarked
package dev.rowhouse.schema;

import org.jspecify.annotations.NullMarked;
