package dev.rowhouse.spring.messaging;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.TenantDirectory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jms.core.MessagePostProcessor;

/**
 * The tenant in a property of JMS messages. {@link #sender} writes it; {@link TenantJmsListenerContainerFactory} runs methods with
 * {@code @JmsListener} for it, and {@link #listener} any other listener:
 *
 * <pre>{@code
 * jmsTemplate.convertAndSend("appointments", appointment, JmsTenants.sender());
 * }</pre>
 *
 * <p>A property is believed as it stands there: who may write to the queue may work for any tenant that is active.
 *
 * @since 0.1
 */
public final class JmsTenants {
    /** The property, which holds the tenant's id as text: {@value}. JMS allows no hyphens. */
    public static final String PROPERTY = "X_Tenant_ID";

    private JmsTenants() {}

    /**
     * Writes the current tenant into each message. Without a tenant it stays as it is.
     *
     * @return a post processor for {@code JmsTemplate}; safe for use by many threads
     */
    public static MessagePostProcessor sender() {
        return message -> {
            write(message);
            return message;
        };
    }

    /**
     * Writes the current tenant into a message. Without a tenant it stays as it is.
     *
     * @param message is to be sent
     * @throws JMSException if the provider does not take it
     * @throws TenantMismatchException if the message names another tenant already
     */
    public static void write(Message message) throws JMSException {
        requireNonNull(message, "message");
        Optional<TenantContext> context = TenantContext.current();
        if (context.isEmpty()) {
            return;
        }
        String tenant = context.get().tenantId().toString();
        String given = message.getStringProperty(PROPERTY);
        if (given != null && !given.equalsIgnoreCase(tenant)) {
            throw new TenantMismatchException("Sending a message for " + context.get() + ": its property " + PROPERTY
                    + " names another tenant. Leave the property out, or send the message inside TenantContext.run of"
                    + " that tenant.");
        }
        message.setStringProperty(PROPERTY, tenant);
    }

    /**
     * Reads the tenant of a message.
     *
     * @param message was received
     * @return the tenant, without an actor, or empty if there is no such property
     * @throws JMSException if the provider does not give it
     * @throws RowhouseException if it is no UUID
     */
    public static Optional<TenantContext> read(Message message) throws JMSException {
        List<String> texts =
                Stream.ofNullable(message.getStringProperty(PROPERTY)).toList();
        return MessageTenant.read(texts, "the property " + PROPERTY);
    }

    /**
     * Runs a listener for the tenant of each message, or without one where a message has none. For a tenant that the directory does not
     * know, or that is suspended, it throws a {@link dev.rowhouse.spring.RefusedTenantException} without calling the listener.
     *
     * @param listener does the work
     * @param directory is asked for each message that has a tenant; where there is none, tenants are taken as they are
     * @return the wrapped listener
     */
    public static MessageListener listener(MessageListener listener, ObjectProvider<TenantDirectory> directory) {
        requireNonNull(listener, "listener");
        requireNonNull(directory, "directory");
        return message -> {
            Optional<TenantContext> tenant;
            try {
                tenant = read(message);
            } catch (JMSException e) {
                throw new RowhouseException(
                        "Reading the tenant of a message: " + e.getMessage() + ". See what the provider says.", e);
            }
            tenant.ifPresent(context -> MessageTenant.requireActive(context, directory));
            tenant.ifPresentOrElse(
                    context -> context.run(() -> listener.onMessage(message)), () -> listener.onMessage(message));
        };
    }
}
