/** Pages, which go through services or should. */
@NullMarked
package dev.rowhouse.samples.violations.web;

import org.jspecify.annotations.NullMarked;
