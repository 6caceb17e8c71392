/** What commands read and print: JSON, tables, lines of arguments. */
@NullMarked
package dev.rowhouse.samples.blueprints.cli.output;

import org.jspecify.annotations.NullMarked;
