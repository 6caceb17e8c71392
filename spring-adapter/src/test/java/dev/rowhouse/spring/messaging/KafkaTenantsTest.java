package dev.rowhouse.spring.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.RefusedTenantException;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.backoff.FixedBackOff;

/** The tenant of records through a real broker. */
class KafkaTenantsTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0a000000-0000-4000-8000-000000000001"))
            .withActor("dana");
    private static final TenantContext BOLT = TenantContext.of(UUID.fromString("0b000000-0000-4000-8000-000000000002"));

    private static final EmbeddedKafkaBroker BROKER = new EmbeddedKafkaKraftBroker(
                    1, 1, "records", "records-dlt", "batches", "elsewhere")
            .brokerProperties(Map.of("offsets.topic.num.partitions", "1", "group.initial.rebalance.delay.ms", "0"));
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> ASIDE = new LinkedBlockingQueue<>();

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class Application {
        @Bean
        KafkaTemplate<String, String> template() {
            Map<String, Object> settings = new HashMap<>();
            settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.getBrokersAsString());
            settings.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, TenantProducerInterceptor.class.getName());
            return new KafkaTemplate<>(
                    new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new StringSerializer()));
        }

        private static ConcurrentKafkaListenerContainerFactory<String, String> factory(
                String group, ObjectProvider<TenantDirectory> directory) {
            Map<String, Object> settings = Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    BROKER.getBrokersAsString(),
                    ConsumerConfig.GROUP_ID_CONFIG,
                    group,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest");
            ConcurrentKafkaListenerContainerFactory<String, String> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(
                    new DefaultKafkaConsumerFactory<>(settings, new StringDeserializer(), new StringDeserializer()));
            factory.getContainerProperties().setAdviceChain(KafkaTenants.listenerAdvice(directory));
            factory.setCommonErrorHandler(new DefaultErrorHandler(
                    (refused, error) -> HEARD.add("refused: " + rootMessage(error)), new FixedBackOff(0, 0)));
            return factory;
        }

        private static String rootMessage(Throwable error) {
            return error.getCause() == null ? String.valueOf(error.getMessage()) : rootMessage(error.getCause());
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
                ObjectProvider<TenantDirectory> directory, KafkaTemplate<String, String> template) {
            ConcurrentKafkaListenerContainerFactory<String, String> factory = factory("records", directory);
            DeadLetterPublishingRecoverer aside = new DeadLetterPublishingRecoverer(template);
            DefaultErrorHandler errors = new DefaultErrorHandler(
                    (refused, error) -> {
                        HEARD.add("refused: " + rootMessage(error));
                        aside.accept(refused, error);
                    },
                    new FixedBackOff(0, 3));
            errors.addNotRetryableExceptions(RowhouseException.class);
            factory.setCommonErrorHandler(errors);
            return factory;
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> batches(ObjectProvider<TenantDirectory> directory) {
            ConcurrentKafkaListenerContainerFactory<String, String> factory = factory("batches", directory);
            factory.setBatchListener(true);
            return factory;
        }

        @KafkaListener(topics = "records")
        void hear(String text) {
            HEARD.add(heard(text));
        }

        @KafkaListener(topics = "records-dlt", groupId = "aside", containerFactory = "aside")
        void hearAside(ConsumerRecord<String, String> received) {
            ASIDE.add(received.value() + " for "
                    + new String(
                            received.headers().lastHeader(KafkaTenants.HEADER).value(), UTF_8));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> aside() {
            ConcurrentKafkaListenerContainerFactory<String, String> factory =
                    factory("aside", new StaticListableBeanFactory().getBeanProvider(TenantDirectory.class));
            factory.getContainerProperties().setAdviceChain();
            return factory;
        }

        @KafkaListener(topics = "elsewhere", containerFactory = "elsewhere")
        void hearElsewhere(String text) {
            HEARD.add(heard(text));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> elsewhere() {
            return factory("elsewhere", new StaticListableBeanFactory().getBeanProvider(TenantDirectory.class));
        }

        @Bean
        Tenants tenants() {
            return new Tenants();
        }

        @KafkaListener(topics = "batches", containerFactory = "batches")
        void hearAll(List<ConsumerRecord<String, String>> records) {
            records.forEach(received -> HEARD.add(heard(received.value())));
        }
    }

    private static String heard(String text) {
        return text + " for "
                + TenantContext.current().map(TenantContext::toString).orElse("nobody");
    }

    private static AnnotationConfigApplicationContext application;

    @BeforeAll
    static void start() {
        BROKER.afterPropertiesSet();
        application = new AnnotationConfigApplicationContext(Application.class);
    }

    @BeforeEach
    void activate() {
        ASIDE.clear();
        tenants().set(ACME, Tenant.Status.ACTIVE);
    }

    private static Tenants tenants() {
        return application.getBean(Tenants.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        BROKER.destroy();
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, String> template() {
        return application.getBean(KafkaTemplate.class);
    }

    private static String next() throws InterruptedException {
        return String.valueOf(HEARD.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void listeners_work_for_the_tenant_of_the_record() throws Exception {
        ACME.run(() -> template().send("records", "hello").get());
        assertThat(next()).isEqualTo("hello for tenant " + ACME.tenantId());

        template().send("records", "hello").get();
        assertThat(next()).isEqualTo("hello for nobody");
    }

    @Test
    void a_record_belongs_to_who_sends_it_whatever_it_says() throws Exception {
        ProducerRecord<String, String> sent = new ProducerRecord<>("records", "hello");
        sent.headers().add(KafkaTenants.HEADER, BOLT.tenantId().toString().getBytes(UTF_8));

        ACME.run(() -> template().send(sent).get());

        assertThat(next()).isEqualTo("hello for tenant " + ACME.tenantId());
    }

    @Test
    void what_names_no_tenant_is_refused() throws Exception {
        ProducerRecord<String, String> sent = new ProducerRecord<>("records", "hello");
        sent.headers().add(KafkaTenants.HEADER, "acme".getBytes(UTF_8));

        template().send(sent).get();

        assertThat(next())
                .isEqualTo("refused: Reading the tenant of a message: the header X-Tenant-ID holds no UUID. Let the"
                        + " sender write the tenant's id.");
        assertThat(ASIDE.poll(30, TimeUnit.SECONDS)).isEqualTo("hello for acme");
    }

    @Test
    void records_of_suspended_and_unknown_tenants_are_refused_and_put_aside() throws Exception {
        tenants().set(ACME, Tenant.Status.SUSPENDED);
        ACME.run(() -> template().send("records", "hello").get());
        assertThat(next())
                .isEqualTo("refused: Hearing a message for tenant " + ACME.tenantId()
                        + ": it is SUSPENDED. Put the message aside until the tenant is active again.");

        BOLT.run(() -> template().send("records", "hello").get());
        assertThat(next())
                .isEqualTo("refused: Hearing a message for tenant " + BOLT.tenantId()
                        + ": the TenantDirectory knows no tenant of this id. Put the message aside, and see who sends for"
                        + " tenants that do not exist.");

        assertThat(List.of(
                        String.valueOf(ASIDE.poll(30, TimeUnit.SECONDS)),
                        String.valueOf(ASIDE.poll(30, TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder("hello for " + ACME.tenantId(), "hello for " + BOLT.tenantId());
    }

    @Test
    void without_a_directory_tenants_are_taken_as_they_are() throws Exception {
        BOLT.run(() -> template().send("elsewhere", "hello").get());

        assertThat(next()).isEqualTo("hello for tenant " + BOLT.tenantId());
    }

    @Test
    void batches_of_a_suspended_tenant_are_refused() {
        Tenants tenants = new Tenants();
        tenants.set(ACME, Tenant.Status.SUSPENDED);

        assertThatThrownBy(() -> hear(List.of(received(ACME), received(ACME)), tenants.provided()))
                .isInstanceOf(RefusedTenantException.class)
                .hasMessageContaining("it is SUSPENDED");
    }

    @Test
    void batches_of_one_tenant_are_heard_for_it() throws Exception {
        ACME.run(() -> template().send("batches", "hello").get());

        assertThat(next()).isEqualTo("hello for tenant " + ACME.tenantId());
    }

    @Test
    void headers_are_read_by_hand() {
        RecordHeaders headers = new RecordHeaders();
        assertThat(KafkaTenants.read(headers)).isEmpty();
        KafkaTenants.write(headers);
        assertThat(headers.toArray()).isEmpty();

        ACME.run(() -> KafkaTenants.write(headers));
        assertThat(KafkaTenants.read(headers)).hasValue(TenantContext.of(ACME.tenantId()));
        assertThat(headers.toArray()).hasSize(1);

        headers.add(KafkaTenants.HEADER, BOLT.tenantId().toString().getBytes(UTF_8));
        assertThatThrownBy(() -> KafkaTenants.read(headers))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Reading the tenant of a message: the header X-Tenant-ID names 2 tenants. Send one message"
                        + " for each.");
    }

    @Test
    void a_batch_of_several_tenants_is_refused() {
        List<ConsumerRecord<String, String>> records = List.of(received(ACME), received(BOLT), received(ACME));

        assertThatThrownBy(() -> hear(records, new Tenants().provided()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Hearing a batch of 3 records: they belong to different tenants.");
        assertThatThrownBy(() -> hear(
                        List.of(received(ACME), new ConsumerRecord<>("batches", 0, 0, "", "")),
                        new Tenants().provided()))
                .hasMessageStartingWith("Hearing a batch of 2 records");
    }

    private static ConsumerRecord<String, String> received(TenantContext context) {
        ConsumerRecord<String, String> received = new ConsumerRecord<>("batches", 0, 0, "", "");
        context.run(() -> KafkaTenants.write(received.headers()));
        return received;
    }

    /** As the container of Spring for Apache Kafka calls a listener of batches. */
    @SuppressWarnings("unchecked") // a proxy is of the type of its target
    private static void hear(List<ConsumerRecord<String, String>> records, ObjectProvider<TenantDirectory> directory) {
        BatchMessageListener<String, String> listener = batch -> {};
        ProxyFactory proxy = new ProxyFactory(listener);
        proxy.addAdvice(KafkaTenants.listenerAdvice(directory));
        ((BatchMessageListener<String, String>) proxy.getProxy()).onMessage(records);
    }
}
