/** The same work with each library, measured in turns. */
@NullMarked
package dev.rowhouse.peers.speed;

import org.jspecify.annotations.NullMarked;
