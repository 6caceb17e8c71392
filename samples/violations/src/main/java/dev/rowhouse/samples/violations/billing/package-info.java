/** Services, the layer that may use sessions; most of them do the wrong thing with it. */
@NullMarked
package dev.rowhouse.samples.violations.billing;

import org.jspecify.annotations.NullMarked;
