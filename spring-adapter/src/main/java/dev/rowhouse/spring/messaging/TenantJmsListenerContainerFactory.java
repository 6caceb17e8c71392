package dev.rowhouse.spring.messaging;

import dev.rowhouse.TenantContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Optional;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * Runs methods with {@code @JmsListener} for the tenant that {@link JmsTenants} wrote into their message, or without one where it has none:
 *
 * <pre>{@code
 * @Bean
 * DefaultJmsListenerContainerFactory jmsListenerContainerFactory(
 *         DefaultJmsListenerContainerFactoryConfigurer configurer, ConnectionFactory connections) {
 *     DefaultJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
 *     configurer.configure(factory, connections);
 *     return factory;
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class TenantJmsListenerContainerFactory extends DefaultJmsListenerContainerFactory {
    /** Creates one, to be configured as any. */
    public TenantJmsListenerContainerFactory() {}

    @Override
    protected DefaultMessageListenerContainer createContainerInstance() {
        return new TenantContainer();
    }

    private static final class TenantContainer extends DefaultMessageListenerContainer {
        @Override
        protected void invokeListener(Session session, Message message) throws JMSException {
            Optional<TenantContext> tenant = JmsTenants.read(message);
            if (tenant.isPresent()) {
                tenant.get().<JMSException>run(() -> super.invokeListener(session, message));
            } else {
                super.invokeListener(session, message);
            }
        }
    }
}
