/**
 * The tenant of messages. A message's tenant is believed as it stands there if it is active: use this only for queues and topics on which nobody can write
 * but the application's own services.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.spring.messaging;

import org.jspecify.annotations.NullMarked;
