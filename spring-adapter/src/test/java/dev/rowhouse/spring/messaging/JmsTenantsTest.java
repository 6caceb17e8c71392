package dev.rowhouse.spring.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.SimpleJmsListenerEndpoint;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** The tenant of messages through a real broker. */
class JmsTenantsTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0a000000-0000-4000-8000-000000000001"))
            .withActor("dana");

    private static final EmbeddedActiveMQ BROKER = new EmbeddedActiveMQ();
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

    @org.springframework.context.annotation.Configuration
    @EnableJms
    static class Application {
        @Bean(destroyMethod = "close")
        ConnectionFactory connections() {
            return new ActiveMQConnectionFactory("vm://0");
        }

        @Bean
        JmsTemplate template(ConnectionFactory connections) {
            JmsTemplate template = new JmsTemplate(connections);
            template.setReceiveTimeout(10_000);
            return template;
        }

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connections) {
            DefaultJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setErrorHandler(error -> HEARD.add("refused: " + error.getMessage()));
            factory.setSessionTransacted(false);
            return factory;
        }

        /** As Spring Boot makes it: what is refused goes back to the broker. */
        @Bean
        DefaultJmsListenerContainerFactory transacted(ConnectionFactory connections) {
            DefaultJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setErrorHandler(error -> HEARD.add("refused: " + error.getMessage()));
            factory.setSessionTransacted(true);
            return factory;
        }

        @JmsListener(destination = "transacted", containerFactory = "transacted")
        void hearInTransaction(String text) {
            HEARD.add(heard(text));
        }

        @JmsListener(destination = "annotated")
        void hear(String text) {
            HEARD.add(heard(text));
        }

        @Bean
        DefaultMessageListenerContainer byHand(
                ConnectionFactory connections, ObjectProvider<TenantDirectory> directory) {
            DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
            container.setConnectionFactory(connections);
            container.setDestinationName("by-hand");
            container.setErrorHandler(error -> HEARD.add("refused: " + error.getMessage()));
            container.setMessageListener(JmsTenants.listener(
                    message -> {
                        try {
                            HEARD.add(heard(message.getBody(String.class)));
                        } catch (jakarta.jms.JMSException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    directory));
            return container;
        }
    }

    private static String heard(String text) {
        return text + " for "
                + TenantContext.current().map(TenantContext::toString).orElse("nobody");
    }

    @org.springframework.context.annotation.Configuration
    @EnableJms
    static class Elsewhere {
        @Bean(destroyMethod = "close")
        ConnectionFactory connections() {
            return new ActiveMQConnectionFactory("vm://0");
        }

        @Bean
        JmsTemplate template(ConnectionFactory connections) {
            return new JmsTemplate(connections);
        }

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connections) {
            DefaultJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
            factory.setConnectionFactory(connections);
            return factory;
        }

        @JmsListener(destination = "elsewhere")
        void hear(String text) {
            HEARD.add(heard(text));
        }
    }

    @org.springframework.context.annotation.Configuration
    static class WithDirectory {
        @Bean
        Tenants tenants() {
            return new Tenants();
        }
    }

    private static AnnotationConfigApplicationContext application;

    @BeforeAll
    static void start() throws Exception {
        Configuration settings = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("vm", "vm://0")
                .addQueueConfiguration(QueueConfiguration.of("dead").setRoutingType(RoutingType.ANYCAST))
                .addAddressSetting(
                        "#",
                        new AddressSettings().setMaxDeliveryAttempts(2).setDeadLetterAddress(SimpleString.of("dead")));
        BROKER.setConfiguration(settings).start();
        application = new AnnotationConfigApplicationContext(Application.class, WithDirectory.class);
    }

    @BeforeEach
    void activate() {
        HEARD.clear();
        tenants().set(ACME, Tenant.Status.ACTIVE);
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
        BROKER.stop();
    }

    private static JmsTemplate template() {
        return application.getBean(JmsTemplate.class);
    }

    private static Tenants tenants() {
        return application.getBean(Tenants.class);
    }

    private static String next() throws InterruptedException {
        return String.valueOf(HEARD.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void annotated_listeners_work_for_the_tenant_of_the_message() throws Exception {
        ACME.run(() -> template().convertAndSend("annotated", "hello", JmsTenants.sender()));

        assertThat(next()).isEqualTo("hello for tenant " + ACME.tenantId());
    }

    @Test
    void a_message_without_a_tenant_is_heard_without_one() throws Exception {
        ACME.run(() -> template().convertAndSend("annotated", "before", JmsTenants.sender()));
        assertThat(next()).startsWith("before for tenant");

        template().convertAndSend("annotated", "hello", JmsTenants.sender());

        assertThat(next()).isEqualTo("hello for nobody");
    }

    @Test
    void other_listeners_are_wrapped() throws Exception {
        ACME.run(() -> template().convertAndSend("by-hand", "hello", JmsTenants.sender()));
        assertThat(next()).isEqualTo("hello for tenant " + ACME.tenantId());

        template().convertAndSend("by-hand", "hello");
        assertThat(next()).isEqualTo("hello for nobody");
    }

    @Test
    void what_names_no_tenant_is_refused() throws Exception {
        template().convertAndSend("annotated", "hello", message -> {
            message.setStringProperty(JmsTenants.PROPERTY, "acme");
            return message;
        });

        assertThat(next())
                .isEqualTo("refused: Reading the tenant of a message: the property X_Tenant_ID holds no UUID. Let the"
                        + " sender write the tenant's id.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotated", "by-hand"})
    void messages_of_suspended_and_unknown_tenants_are_refused(String queue) throws Exception {
        tenants().set(ACME, Tenant.Status.SUSPENDED);
        ACME.run(() -> template().convertAndSend(queue, "hello", JmsTenants.sender()));
        assertThat(next())
                .isEqualTo("refused: Hearing a message for tenant " + ACME.tenantId()
                        + ": it is SUSPENDED. Put the message aside until the tenant is active again.");

        tenants().remove(ACME);
        ACME.run(() -> template().convertAndSend(queue, "hello", JmsTenants.sender()));
        assertThat(next())
                .isEqualTo("refused: Hearing a message for tenant " + ACME.tenantId()
                        + ": the TenantDirectory knows no tenant of this id. Put the message aside, and see who sends for"
                        + " tenants that do not exist.");
    }

    @Test
    void the_brokers_rules_apply_to_what_is_refused() throws Exception {
        tenants().set(ACME, Tenant.Status.SUSPENDED);

        ACME.run(() -> template().convertAndSend("transacted", "hello", JmsTenants.sender()));

        assertThat(next()).startsWith("refused: Hearing a message for tenant");
        assertThat(next()).startsWith("refused: Hearing a message for tenant"); // as often as the broker delivers it
        Message dead = template().receive("dead");
        assertThat(dead).isNotNull().satisfies(message -> {
            assertThat(message.getBody(String.class)).isEqualTo("hello");
            assertThat(JmsTenants.read(message)).hasValue(TenantContext.of(ACME.tenantId()));
        });
        assertThat(HEARD).isEmpty();
    }

    @Test
    void without_a_directory_tenants_are_taken_as_they_are() throws Exception {
        try (AnnotationConfigApplicationContext other = new AnnotationConfigApplicationContext(Elsewhere.class)) {
            TenantContext unknown = TenantContext.of(UUID.randomUUID());

            unknown.run(
                    () -> other.getBean(JmsTemplate.class).convertAndSend("elsewhere", "hello", JmsTenants.sender()));

            assertThat(next()).isEqualTo("hello for tenant " + unknown.tenantId());
        }
    }

    @Test
    void a_factory_that_is_no_bean_cannot_ask() {
        TenantJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
        SimpleJmsListenerEndpoint endpoint = new SimpleJmsListenerEndpoint();

        assertThatThrownBy(() -> factory.createListenerContainer(endpoint))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith(
                        "Creating a container of JMS listeners: its TenantJmsListenerContainerFactory is" + " no bean");
    }

    @Test
    void a_message_that_names_another_tenant_is_not_sent() {
        assertThatThrownBy(() -> ACME.run(() -> template().send("annotated", session -> {
                    Message message = session.createTextMessage("hello");
                    message.setStringProperty(
                            JmsTenants.PROPERTY, UUID.randomUUID().toString());
                    JmsTenants.write(message);
                    return message;
                })))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("its property X_Tenant_ID names another tenant");
    }

    @Test
    void only_the_id_travels() {
        ACME.run(() -> template().convertAndSend("nobody-listens", "hello", JmsTenants.sender()));

        Message message = template().receive("nobody-listens");

        assertThat(message).isNotNull().satisfies(received -> {
            assertThat(received.getStringProperty(JmsTenants.PROPERTY))
                    .isEqualTo(ACME.tenantId().toString());
            assertThat(received.toString()).doesNotContain("dana");
        });
    }
}
