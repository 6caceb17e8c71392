/** The pages of a business. */
@NullMarked
package dev.rowhouse.samples.petcare.web;

import org.jspecify.annotations.NullMarked;
