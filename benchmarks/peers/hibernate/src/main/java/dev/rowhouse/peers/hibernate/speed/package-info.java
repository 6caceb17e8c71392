/** Hibernate, measured. */
@NullMarked
package dev.rowhouse.peers.hibernate.speed;

import org.jspecify.annotations.NullMarked;
