package dev.rowhouse.spring.task;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.ForEachTenant;
import dev.rowhouse.spring.ForEachTenantException;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import dev.rowhouse.spring.TenantScoped;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.ErrorHandler;

/** The tenant of work that no request brings. */
class TasksIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    record Fed(String pet) {}

    record Order(@Nullable UUID tenant, String clerk) {}

    /** What threads other than the test's have seen. */
    static class Seen {
        final BlockingQueue<String> values = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String value = values.poll(20, SECONDS);
            return value == null ? "nothing" : value;
        }

        List<String> next(int count) throws InterruptedException {
            List<String> next = new ArrayList<>();
            while (next.size() < count) {
                next.add(next());
            }
            return next;
        }
    }

    static class Pets {
        private final JdbcClient client;

        Pets(JdbcClient client) {
            this.client = client;
        }

        @Transactional(readOnly = true)
        public String names() {
            return String.join(
                    ",",
                    client.sql("select name from pet order by name")
                            .query(String.class)
                            .list());
        }
    }

    static class Work {
        private final Pets pets;
        private final Seen seen;
        private final ApplicationEventPublisher events;

        Work(Pets pets, Seen seen, ApplicationEventPublisher events) {
            this.pets = pets;
            this.seen = seen;
            this.events = events;
        }

        @Async
        public CompletableFuture<String> inAnotherThread() {
            return CompletableFuture.completedFuture(pets.names() + " " + isVirtual(Thread.currentThread()));
        }

        @Transactional
        public void feed(String pet) {
            events.publishEvent(new Fed(pet));
        }

        @EventListener
        public void atOnce(Fed event) {
            seen.values.add("at once: " + pets.names());
        }

        @Async
        @EventListener
        public void inAnotherThread(Fed event) {
            seen.values.add("in another thread: " + pets.names());
        }

        @TransactionalEventListener
        public void afterCommit(Fed event) {
            seen.values.add("after commit: " + pets.names());
        }

        @TenantScoped(value = "#order.tenant", actor = "#order.clerk")
        @Transactional
        public String bill(Order order) {
            return pets.names() + " by " + TenantContext.require().actor().orElse("nobody");
        }

        @TenantScoped("#name")
        public String named(String name) {
            return pets.names() + " by " + TenantContext.require().actor().orElse("nobody");
        }

        @Async
        @TenantScoped("#tenant")
        public CompletableFuture<String> namedInAnotherThread(UUID tenant) {
            return CompletableFuture.completedFuture(pets.names());
        }
    }

    static boolean isVirtual(Thread thread) {
        return thread.toString().startsWith("VirtualThread");
    }

    static class Directory implements TenantDirectory {
        static final UUID SUSPENDED = UUID.fromString("0c000000-0000-4000-8000-000000000003");

        @Override
        public Optional<Tenant> findByName(String name) {
            return switch (name) {
                case "acme" -> Optional.of(new Tenant(ACME, Tenant.Status.ACTIVE));
                case "coma" -> Optional.of(new Tenant(SUSPENDED, Tenant.Status.SUSPENDED));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<Tenant> findById(UUID id) {
            return Optional.of(new Tenant(id, Tenant.Status.ACTIVE));
        }

        @Override
        public List<UUID> activeTenants() {
            return List.of(ACME, BOLT);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Application {
        @Bean
        Pets pets(JdbcClient client) {
            return new Pets(client);
        }

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        Work work(Pets pets, Seen seen, ApplicationEventPublisher events) {
            return new Work(pets, seen, events);
        }

        @Bean
        TenantDirectory directory() {
            return new Directory();
        }
    }

    private static ConfigurableApplicationContext start(Class<?>... beans) {
        return PetApplication.start(database, List.of(beans));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.threads.virtual.enabled=false",
                "spring.threads.virtual.enabled=true",
                "spring.task.execution.propagate-context=true"
            })
    void asynchronous_work_has_the_tenant_of_whoever_asked_for_it(String property) throws Exception {
        try (ConfigurableApplicationContext application =
                PetApplication.start(database, List.of(Application.class), property)) {
            Work work = application.getBean(Work.class);
            TaskExecutor executor = application.getBean(TaskExecutor.class);
            Seen seen = application.getBean(Seen.class);
            boolean virtual = property.equals("spring.threads.virtual.enabled=true")
                    && Runtime.version().feature() >= 21;

            assertThat(TenantContext.of(ACME).call(work::inAnotherThread).get(20, SECONDS))
                    .isEqualTo("Ada,Amos " + virtual);
            assertThat(TenantContext.of(BOLT).call(work::inAnotherThread).get(20, SECONDS))
                    .isEqualTo("Bill " + virtual);
            TenantContext.of(BOLT)
                    .run(() -> executor.execute(() ->
                            seen.values.add(application.getBean(Pets.class).names())));
            assertThat(seen.next()).isEqualTo("Bill");
            executor.execute(() -> seen.values.add(TenantContext.current().toString()));
            assertThat(seen.next()).isEqualTo("Optional.empty");
        }
    }

    @Test
    void listeners_have_the_tenant_of_the_event() throws Exception {
        try (ConfigurableApplicationContext application = start(Application.class)) {
            TenantContext.of(BOLT).run(() -> application.getBean(Work.class).feed("Bill"));

            Seen seen = application.getBean(Seen.class);
            assertThat(seen.next(3))
                    .containsExactlyInAnyOrder("at once: Bill", "in another thread: Bill", "after commit: Bill");
        }
    }

    @Test
    void a_method_runs_for_the_tenant_that_its_expression_finds() throws Exception {
        try (ConfigurableApplicationContext application = start(Application.class)) {
            Work work = application.getBean(Work.class);

            assertThat(work.bill(new Order(ACME, "dana"))).isEqualTo("Ada,Amos by dana");
            assertThat(work.bill(new Order(BOLT, "eli"))).isEqualTo("Bill by eli");
            assertThat(work.named("ACME")).isEqualTo("Ada,Amos by nobody");
            assertThat(work.named(BOLT.toString())).isEqualTo("Bill by nobody");
            assertThat(TenantContext.of(BOLT).withActor("dana").call(() -> work.named(BOLT.toString())))
                    .isEqualTo("Bill by dana");
            assertThat(work.namedInAnotherThread(BOLT).get(20, SECONDS)).isEqualTo("Bill");
        }
    }

    @Test
    void a_method_whose_expression_finds_no_tenant_does_not_run() {
        try (ConfigurableApplicationContext application = start(Application.class)) {
            Work work = application.getBean(Work.class);

            assertThatThrownBy(() -> work.bill(new Order(null, "dana")))
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessageContaining("Work.bill by #order.tenant: the expression gave null");
            assertThatThrownBy(() -> work.named("nemo"))
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessageContaining("knows no \"nemo\"");
            assertThatThrownBy(() -> work.named("coma"))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("SUSPENDED");
            assertThatThrownBy(() -> TenantContext.of(ACME).run(() -> work.bill(new Order(BOLT, "dana"))))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("the caller works for tenant " + ACME);
        }
    }

    static class Jobs {
        private final Map<UUID, String> seen = new ConcurrentHashMap<>();
        private final Pets pets;
        private final CyclicBarrier together = new CyclicBarrier(2);

        Jobs(Pets pets) {
            this.pets = pets;
        }

        public Map<UUID, String> seen() {
            return Map.copyOf(seen);
        }

        private void look() {
            TenantContext context = TenantContext.require();
            seen.put(context.tenantId(), pets.names() + " " + context.actor().orElse("nobody"));
        }

        @ForEachTenant(actor = "job")
        public void oneByOne() {
            look();
        }

        /** Gets through the barrier only if both tenants are worked for at the same time. */
        @ForEachTenant(parallelism = 8)
        public void together() throws Exception {
            together.await(20, SECONDS);
            look();
        }

        @ForEachTenant
        public void failingForTheFirst() {
            if (TenantContext.require().tenantId().equals(ACME)) {
                throw new IllegalStateException("a row of Ada's");
            }
            look();
        }

        @ForEachTenant
        public int returning() {
            return 1;
        }
    }

    @Test
    void work_for_each_tenant_sees_each_once() {
        try (ConfigurableApplicationContext application = start(Application.class, Jobs.class)) {
            Jobs jobs = application.getBean(Jobs.class);

            jobs.oneByOne();
            assertThat(jobs.seen()).containsExactlyInAnyOrderEntriesOf(Map.of(ACME, "Ada,Amos job", BOLT, "Bill job"));
        }
    }

    @Test
    void work_for_several_tenants_may_be_done_at_the_same_time() throws Exception {
        try (ConfigurableApplicationContext application = start(Application.class, Jobs.class)) {
            Jobs jobs = application.getBean(Jobs.class);

            jobs.together();

            assertThat(jobs.seen())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(ACME, "Ada,Amos nobody", BOLT, "Bill nobody"));
        }
    }

    @Test
    void one_tenants_failure_stops_no_other_and_is_reported() {
        try (ConfigurableApplicationContext application = start(Application.class, Jobs.class)) {
            Jobs jobs = application.getBean(Jobs.class);

            ForEachTenantException failure =
                    catchThrowableOfType(ForEachTenantException.class, jobs::failingForTheFirst);

            assertThat(failure)
                    .hasMessageContaining("Jobs.failingForTheFirst for each of 2 tenants: it failed for " + ACME
                            + " (IllegalStateException)")
                    .hasMessageNotContaining("Ada");
            assertThat(failure.failures()).containsOnlyKeys(ACME);
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(jobs.seen()).containsOnlyKeys(BOLT);
        }
    }

    @Test
    void work_for_each_tenant_is_refused_where_it_could_not_be_told_apart() {
        try (ConfigurableApplicationContext application = start(Application.class, Jobs.class)) {
            Jobs jobs = application.getBean(Jobs.class);

            assertThatThrownBy(() -> TenantContext.of(ACME).run(jobs::oneByOne))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("the caller works for tenant " + ACME);
            assertThatThrownBy(jobs::returning)
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("it returns int");
            assertThat(jobs.seen()).isEmpty();
        }
    }

    static class WithoutDirectory {
        @ForEachTenant
        public void work() {}
    }

    @Test
    void work_for_each_tenant_needs_a_directory_from_the_start() {
        assertThatThrownBy(() -> start(WithoutDirectory.class))
                .hasStackTraceContaining("there is no bean of type TenantDirectory");
    }

    static class Schedule {
        private final Pets pets;
        private final Seen seen;

        Schedule(Pets pets, Seen seen) {
            this.pets = pets;
            this.seen = seen;
        }

        @Scheduled(initialDelay = 0, fixedDelay = 3_600_000)
        @ForEachTenant
        public void hourly() {
            seen.values.add(pets.names());
            throw new IllegalStateException();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {
        @Bean
        ErrorHandler errors(Seen seen) {
            return failure -> seen.values.add(failure.getClass().getSimpleName());
        }

        @Bean
        ThreadPoolTaskSchedulerCustomizer errorHandling(ErrorHandler errors) {
            return scheduler -> scheduler.setErrorHandler(errors);
        }
    }

    @Test
    void scheduled_work_runs_for_each_tenant_and_tells_the_scheduler_what_failed() throws Exception {
        try (ConfigurableApplicationContext application = start(Application.class, Scheduling.class, Schedule.class)) {
            Seen seen = application.getBean(Seen.class);

            assertThat(seen.next(3)).containsExactly("Ada,Amos", "Bill", "ForEachTenantException");
        }
    }
}
