/** How SQL texts are read, for those that look into them. */
@NullMarked
package dev.rowhouse.sql;

import org.jspecify.annotations.NullMarked;
