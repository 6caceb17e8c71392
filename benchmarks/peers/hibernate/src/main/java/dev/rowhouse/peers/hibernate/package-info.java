/** Hibernate with a tenant discriminator, attacked. */
@NullMarked
package dev.rowhouse.peers.hibernate;

import org.jspecify.annotations.NullMarked;
