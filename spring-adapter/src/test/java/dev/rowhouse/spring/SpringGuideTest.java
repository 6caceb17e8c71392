package dev.rowhouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.spring.messaging.JmsTenants;
import dev.rowhouse.spring.messaging.KafkaTenants;
import dev.rowhouse.spring.messaging.TenantJmsListenerContainerFactory;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jms.autoconfigure.DefaultJmsListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.annotation.Scheduled;

/** The examples of the guide compile: those that nothing else uses stand here. */
class SpringGuideTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("//.*");
    private static final Pattern LEFT_OUT = Pattern.compile("\\{ … }");

    static class Reminders {
        @Scheduled(cron = "0 0 3 * * *")
        @ForEachTenant(parallelism = 4, actor = "reminders")
        void remind() {}
    }

    static class Messages {
        void send(JmsTemplate jmsTemplate, Object appointment) {
            jmsTemplate.convertAndSend("appointments", appointment, JmsTenants.sender());
        }

        @Bean // @JmsListener methods then work for the tenant of their message
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(
                DefaultJmsListenerContainerFactoryConfigurer configurer, ConnectionFactory connections) {
            DefaultJmsListenerContainerFactory factory = new TenantJmsListenerContainerFactory();
            configurer.configure(factory, connections);
            return factory;
        }

        @Bean // @KafkaListener methods then work for the tenant of their record
        ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> tenants(
                ObjectProvider<TenantDirectory> directory) {
            return container ->
                    container.getContainerProperties().setAdviceChain(KafkaTenants.listenerAdvice(directory));
        }
    }

    @Test
    void each_line_of_the_examples_stands_in_a_test() throws IOException {
        String sources = sources();

        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/guide/spring.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(examples).hasSizeGreaterThan(6);
        assertThat(examples.stream().flatMap(String::lines).map(SpringGuideTest::code))
                .allSatisfy(line -> assertThat(sources).contains(line));
    }

    private static String sources() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Files.readString(file).lines().map(SpringGuideTest::code).forEach(sources::append);
            }
        }
        return sources.toString();
    }

    /** Lines break elsewhere in a guide, and bodies are left out. */
    private static String code(String line) {
        String code = COMMENT.matcher(line).replaceFirst("");
        return LEFT_OUT.matcher(code).replaceFirst("{").replaceAll("\\s", "");
    }
}
