/** The examples of the guide, written as an application would. */
@NullMarked
package dev.rowhouse.guide;

import org.jspecify.annotations.NullMarked;
