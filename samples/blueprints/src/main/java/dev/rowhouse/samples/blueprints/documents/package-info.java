/** Blueprints, their former versions and the comments on them, each tenant's own. */
@NullMarked
package dev.rowhouse.samples.blueprints.documents;

import org.jspecify.annotations.NullMarked;
