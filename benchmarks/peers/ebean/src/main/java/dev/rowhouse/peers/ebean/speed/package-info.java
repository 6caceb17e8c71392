/** Ebean, measured. */
@NullMarked
package dev.rowhouse.peers.ebean.speed;

import org.jspecify.annotations.NullMarked;
