/** Rowhouse, attacked. */
@NullMarked
package dev.rowhouse.peers.rowhouse;

import org.jspecify.annotations.NullMarked;
