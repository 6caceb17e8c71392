/** Tries to get at another tenant's documents, as careless or malicious code would. */
@NullMarked
package dev.rowhouse.samples.blueprints.attack;

import org.jspecify.annotations.NullMarked;
