package dev.rowhouse.spring.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.TenantDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The tenant in the headers of Kafka's records. {@link TenantProducerInterceptor} writes it; {@link #listenerAdvice} runs listeners of Spring
 * for Apache Kafka for it:
 *
 * <pre>{@code
 * @Bean
 * ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> tenants(
 *         ObjectProvider<TenantDirectory> directory) {
 *     return container -> container.getContainerProperties().setAdviceChain(KafkaTenants.listenerAdvice(directory));
 * }
 * }</pre>
 *
 * <p>A header is believed as it stands there: who may write to the topic may work for any tenant that is active.
 *
 * @since 0.1
 */
public final class KafkaTenants {
    /** The header, which holds the tenant's id as text: {@value}. */
    public static final String HEADER = "X-Tenant-ID";

    private KafkaTenants() {}

    /**
     * Writes the current tenant into headers, in place of another that may stand there. Without a tenant they stay as they are.
     *
     * @param headers of a record that is to be sent
     */
    public static void write(Headers headers) {
        requireNonNull(headers, "headers");
        TenantContext.current()
                .ifPresent(context -> headers.remove(HEADER)
                        .add(HEADER, context.tenantId().toString().getBytes(UTF_8)));
    }

    /**
     * Reads the tenant of headers.
     *
     * @param headers of a record that was received
     * @return the tenant, without an actor, or empty if there is no such header
     * @throws RowhouseException if there are several, or it is no UUID
     */
    public static Optional<TenantContext> read(Headers headers) {
        return MessageTenant.read(texts(headers).toList(), "the header " + HEADER);
    }

    private static Stream<String> texts(Headers headers) {
        return StreamSupport.stream(headers.headers(HEADER).spliterator(), false)
                .map(header -> header.value() == null ? "" : new String(header.value(), UTF_8));
    }

    /**
     * Runs listeners for the tenant of their record, those of batches for the one that all of its records have. Records without a tenant are
     * heard without one; where a batch has several tenants, or some records have none, it is refused. For a tenant that the directory does
     * not know, or that is suspended, it throws a {@link dev.rowhouse.spring.RefusedTenantException} without calling the listener.
     *
     * @param directory is asked for each record or batch that has a tenant; where there is none, tenants are taken as they are
     * @return an advice for {@code ContainerProperties.setAdviceChain}
     */
    public static MethodInterceptor listenerAdvice(ObjectProvider<TenantDirectory> directory) {
        requireNonNull(directory, "directory");
        return invocation -> hear(invocation, directory);
    }

    private static @Nullable Object hear(MethodInvocation invocation, ObjectProvider<TenantDirectory> directory)
            throws Throwable {
        List<ConsumerRecord<?, ?>> records = Arrays.stream(invocation.getArguments())
                .flatMap(KafkaTenants::records)
                .toList();
        List<Optional<TenantContext>> tenants = records.stream()
                .map(received -> read(received.headers()))
                .distinct()
                .toList();
        if (tenants.size() > 1) {
            throw new RowhouseException("Hearing a batch of " + records.size() + " records: they belong to "
                    + "different tenants. Listen to one record at a time, or leave the advice out and run each record inside"
                    + " KafkaTenants.read.");
        }
        Optional<TenantContext> tenant = tenants.stream().findFirst().flatMap(found -> found);
        if (tenant.isEmpty()) {
            return invocation.proceed();
        }
        MessageTenant.requireActive(tenant.get(), directory);
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        tenant.get().run(() -> result.set(invocation.proceed()));
        return result.get();
    }

    private static Stream<ConsumerRecord<?, ?>> records(@Nullable Object argument) {
        if (argument instanceof ConsumerRecord<?, ?> received) {
            return Stream.of(received);
        }
        return argument instanceof Iterable<?> several
                ? StreamSupport.stream(several.spliterator(), false)
                        .filter(ConsumerRecord.class::isInstance)
                        .<ConsumerRecord<?, ?>>map(received -> (ConsumerRecord<?, ?>) received)
                : Stream.empty();
    }
}
