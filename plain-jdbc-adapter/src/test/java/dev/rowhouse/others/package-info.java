/** Other libraries on a tenant data source, with no Rowhouse code in their queries. */
@NullMarked
package dev.rowhouse.others;

import org.jspecify.annotations.NullMarked;
