package dev.rowhouse.spring.messaging;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tenant of whoever sends into the header {@value KafkaTenants#HEADER} of Kafka's records. Kafka creates it:
 *
 * <pre>
 * spring.kafka.producer.properties.interceptor.classes=dev.rowhouse.spring.messaging.TenantProducerInterceptor
 * </pre>
 *
 * <p>Only for producers whose topics belong to the application. The actor is not sent.
 *
 * @param <K> the keys
 * @param <V> the values
 * @since 0.1
 */
public final class TenantProducerInterceptor<K, V> implements ProducerInterceptor<K, V> {
    /** Creates one; Kafka does this by its name. */
    public TenantProducerInterceptor() {}

    @Override
    public ProducerRecord<K, V> onSend(ProducerRecord<K, V> sent) {
        KafkaTenants.write(sent.headers());
        return sent;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, @Nullable Exception exception) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
