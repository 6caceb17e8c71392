package dev.rowhouse.spring.aot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What is found by its name while an application runs: scripts, and classes of libraries that may be missing. */
final class RowhouseRuntimeHints implements RuntimeHintsRegistrar {
    /** Only asked whether they are there, or whether a bean has them. */
    private static final List<String> LOOKED_UP = List.of(
            "org.springframework.boot.flyway.autoconfigure.FlywayDataSource",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource",
            "org.springframework.security.oauth2.core.ClaimAccessor");

    /** Created by Kafka. */
    private static final String PRODUCER_INTERCEPTOR = "dev.rowhouse.spring.messaging.TenantProducerInterceptor";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("dev/rowhouse/schema/*.sql");
        LOOKED_UP.forEach(name -> hints.reflection().registerTypeIfPresent(classLoader, name, type -> {}));
        hints.reflection()
                .registerTypeIfPresent(
                        classLoader,
                        "org.apache.kafka.clients.producer.ProducerInterceptor",
                        type -> hints.reflection()
                                .registerTypeIfPresent(
                                        classLoader, PRODUCER_INTERCEPTOR, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
    }
}
