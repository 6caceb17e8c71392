/** Rowhouse, measured. */
@NullMarked
package dev.rowhouse.peers.rowhouse.speed;

import org.jspecify.annotations.NullMarked;
