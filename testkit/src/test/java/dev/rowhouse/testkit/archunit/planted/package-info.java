/** What the rules must find, and what they must leave alone, as an application without null annotations would write it. */
@NullUnmarked
package dev.rowhouse.testkit.archunit.planted;

import org.jspecify.annotations.NullUnmarked;
