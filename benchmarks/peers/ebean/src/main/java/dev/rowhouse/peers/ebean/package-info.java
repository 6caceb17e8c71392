/** Ebean with a tenant discriminator, attacked. */
@NullMarked
package dev.rowhouse.peers.ebean;

import org.jspecify.annotations.NullMarked;
