package dev.rowhouse.spring.messaging;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.TenantDirectory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
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
 * <p>Messages for a tenant that the {@link TenantDirectory} does not know, or that is suspended, are refused with a
 * {@link dev.rowhouse.spring.RefusedTenantException}: what the broker does with them then is up to its own settings. Where there is no
 * directory, tenants are taken as they are.
 *
 * @since 0.1
 */
public final class TenantJmsListenerContainerFactory extends DefaultJmsListenerContainerFactory
        implements BeanFactoryAware {
    private @Nullable BeanFactory beans;

    /** Creates one, to be configured as any, and to be a bean, so that it finds the directory. */
    public TenantJmsListenerContainerFactory() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = beanFactory;
    }

    @Override
    protected DefaultMessageListenerContainer createContainerInstance() {
        if (beans == null) {
            throw new RowhouseException(
                    "Creating a container of JMS listeners: its TenantJmsListenerContainerFactory is no"
                            + " bean, and cannot ask the TenantDirectory for tenants that are suspended. Return it from a method with"
                            + " @Bean.");
        }
        return new TenantContainer(beans.getBeanProvider(TenantDirectory.class));
    }

    private static final class TenantContainer extends DefaultMessageListenerContainer {
        private final ObjectProvider<TenantDirectory> directory;

        private TenantContainer(ObjectProvider<TenantDirectory> directory) {
            this.directory = directory;
        }

        @Override
        protected void invokeListener(Session session, Message message) throws JMSException {
            Optional<TenantContext> tenant = JmsTenants.read(message);
            if (tenant.isPresent()) {
                MessageTenant.requireActive(tenant.get(), directory);
                tenant.get().<JMSException>run(() -> super.invokeListener(session, message));
            } else {
                super.invokeListener(session, message);
            }
        }
    }
}
