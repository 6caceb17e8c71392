package dev.rowhouse.spring.observation;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Tenant and actor in what Logback, Spring Boot's default, writes: on the threads that do the work. */
class LogbackIT {
    private static final TenantContext DANA = TenantContext.of(ACME).withActor("dana");
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LogbackIT.class);

    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    /** Keeps events as they were on their own thread, as an asynchronous appender does. */
    private static final class Events extends ListAppender<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    }

    static class Pets {
        private final JdbcClient client;

        Pets(JdbcClient client) {
            this.client = client;
        }

        void count() {
            LOG.info(
                    "{} pets on {}",
                    client.sql("select count(*) from pet").query(Integer.class).single(),
                    isVirtual() ? "a virtual thread" : "a thread");
        }

        @Async
        public CompletableFuture<Void> countLater() {
            count();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {
        @Bean
        Pets pets(JdbcClient client) {
            return new Pets(client);
        }
    }

    private final Events events = new Events();

    @BeforeEach
    void listen() {
        events.start();
        LOG.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(events);
        LOG.setLevel(null);
        MDC.clear();
    }

    private ConfigurableApplicationContext start(String... properties) {
        ConfigurableApplicationContext application =
                PetApplication.start(database, List.of(Asynchronous.class), properties);
        LOG.setLevel(Level.INFO); // Spring Boot has set up its logging anew
        if (!LOG.isAttached(events)) {
            events.start();
            LOG.addAppender(events);
        }
        return application;
    }

    /** What a thread is called is the same before and after virtual threads came. */
    private static boolean isVirtual() {
        return Thread.currentThread().toString().startsWith("VirtualThread");
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    private Map<String, String> logged(String message) {
        return events.list.stream()
                .filter(event -> event.getFormattedMessage().equals(message))
                .reduce((first, second) -> {
                    throw new AssertionError("Logged twice: " + message);
                })
                .map(ILoggingEvent::getMDCPropertyMap)
                .orElseThrow(() -> new AssertionError("Nobody logged \"" + message + "\" but " + events.list));
    }

    @Test
    void what_is_logged_has_the_tenant_and_the_actor() {
        try (ConfigurableApplicationContext application = start("rowhouse.logging.mdc=true")) {
            Pets pets = application.getBean(Pets.class);
            MDC.put("request", "7");

            DANA.run(pets::count);
            DANA.run(() -> TenantContext.of(BOLT).run(pets::count));
            LOG.info("afterwards");

            assertThat(logged("2 pets on a thread"))
                    .containsOnly(
                            Map.entry("tenant", ACME.toString()),
                            Map.entry("actor", "dana"),
                            Map.entry("request", "7"));
            assertThat(logged("1 pets on a thread"))
                    .containsOnly(Map.entry("tenant", BOLT.toString()), Map.entry("request", "7"));
            assertThat(logged("afterwards")).containsOnly(Map.entry("request", "7"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asynchronous_methods_and_tasks_log_it_too(boolean virtual) throws Exception {
        try (ConfigurableApplicationContext application = start(
                "rowhouse.logging.mdc=true",
                "spring.threads.virtual.enabled=" + virtual,
                "spring.task.execution.pool.core-size=1")) {
            Pets pets = application.getBean(Pets.class);
            TaskExecutor executor = application.getBean(TaskExecutor.class);
            String where = virtual && hasVirtualThreads() ? "a virtual thread" : "a thread";

            DANA.call(pets::countLater).get();
            TenantContext.of(BOLT).run(() -> finish(executor, pets::count));
            finish(executor, () -> LOG.info("nobody's on {}", isVirtual() ? "a virtual thread" : "a thread"));

            assertThat(logged("2 pets on " + where))
                    .containsOnly(Map.entry("tenant", ACME.toString()), Map.entry("actor", "dana"));
            assertThat(logged("1 pets on " + where)).containsOnly(Map.entry("tenant", BOLT.toString()));
            assertThat(logged("nobody's on " + where))
                    .isEmpty(); // on the thread that worked for others, if there is one
        }
    }

    private static void finish(TaskExecutor executor, Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        executor.execute(task);
        try {
            task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unless_asked_for_nothing_is_kept() {
        try (ConfigurableApplicationContext application = start()) {
            DANA.run(application.getBean(Pets.class)::count);

            assertThat(logged("2 pets on a thread")).isEmpty();
        }
    }
}
