/** Tries to get at another business, as careless or malicious code would. */
@NullMarked
package dev.rowhouse.samples.petcare.attack;

import org.jspecify.annotations.NullMarked;
