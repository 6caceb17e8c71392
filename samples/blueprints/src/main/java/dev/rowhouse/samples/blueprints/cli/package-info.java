/** The command line: reads arguments, prints tables and JSON, turns exceptions into messages and exit codes. */
@NullMarked
package dev.rowhouse.samples.blueprints.cli;

import org.jspecify.annotations.NullMarked;
