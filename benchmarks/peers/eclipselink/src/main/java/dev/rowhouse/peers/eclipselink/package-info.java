/** EclipseLink with a tenant discriminator, attacked. */
@NullMarked
package dev.rowhouse.peers.eclipselink;

import org.jspecify.annotations.NullMarked;
