package dev.rowhouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncTenantJdbcIT {
    private static final int UNITS = 10_000;
    private static final int POOL = 20;

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").build();

    private static final HikariDataSource pool = new HikariDataSource();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID());
    private final TenantContext other = TenantContext.of(UUID.randomUUID());
    private final TenantJdbc jdbc = TenantJdbc.on(TenantDataSource.wrap(pool));

    @BeforeAll
    static void open_a_pool_of_twenty() {
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.applicationRole());
        pool.setPassword(database.applicationPassword());
        pool.setMaximumPoolSize(POOL);
        pool.setConnectionTimeout(1_000); // whoever waits longer has starved
    }

    @AfterEach
    void all_connections_are_back() {
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @AfterAll
    static void close_the_pool() {
        pool.close();
    }

    private interface Making {
        ExecutorService executor() throws ReflectiveOperationException;
    }

    static List<Named<Making>> executors() {
        List<Named<Making>> executors = new ArrayList<>();
        executors.add(Named.of("200 platform threads", () -> Executors.newFixedThreadPool(200)));
        executors.add(Named.of("3 platform threads", () -> Executors.newFixedThreadPool(3)));
        if (Runtime.version().feature() >= 21) {
            executors.add(Named.of("virtual threads", () -> (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)));
        }
        return executors;
    }

    private static void shutDown(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        return future.get(120, TimeUnit.SECONDS);
    }

    private long count() {
        return jdbc.sql("select count(*) from pet").map(Long.class).single();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void ten_thousand_units_on_a_pool_of_twenty_finish_each_for_its_own_tenant(Making making) throws Exception {
        List<TenantContext> tenants = IntStream.range(0, 50)
                .mapToObj(i -> TenantContext.of(UUID.randomUUID()).withActor("actor " + i))
                .toList();
        ExecutorService executor = making.executor();
        try {
            AsyncTenantJdbc async = jdbc.async(executor, POOL);

            List<CompletableFuture<UUID>> futures = new ArrayList<>(UNITS);
            for (int i = 0; i < UNITS; i++) {
                int number = i;
                TenantContext tenant = tenants.get(i % tenants.size());
                futures.add(tenant.call(() -> async.inTransaction(() -> {
                    UUID written = jdbc.sql("insert into pet (name, weight) values (:name, 1)")
                            .bind("name", "pet " + number)
                            .returning(UUID.class, "tenant_id")
                            .single();
                    List<UUID> seen = jdbc.sql("select distinct tenant_id from pet")
                            .map(UUID.class)
                            .list();
                    assertThat(seen).containsExactly(written);
                    return written;
                })));
            }

            for (int i = 0; i < UNITS; i++) {
                assertThat(get(futures.get(i)))
                        .isEqualTo(tenants.get(i % tenants.size()).tenantId());
            }
        } finally {
            shutDown(executor);
        }
        for (TenantContext tenant : tenants) {
            assertThat(tenant.call(this::count)).isEqualTo(UNITS / tenants.size());
        }
    }

    @Test
    void without_the_limit_units_starve_for_connections() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2 * POOL);
        try {
            AsyncTenantJdbc unlimited = jdbc.async(executor, UNITS);
            Semaphore release = new Semaphore(0);
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            acme.run(() -> {
                for (int i = 0; i < 2 * POOL; i++) {
                    futures.add(unlimited.inTransaction(() -> {
                        release.acquire();
                        return 1;
                    }));
                }
            });

            CompletableFuture<Object> first = CompletableFuture.anyOf(futures.toArray(CompletableFuture[]::new));

            assertThatThrownBy(() -> get(first)).cause().isInstanceOf(DatabaseUnavailableException.class);
            release.release(2 * POOL);
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void queries_and_updates_have_a_future_each() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 2);
            acme.run(() -> {
                assertThat(get(async.update(jdbc.sql("insert into pet (name) values ('Añil')"))))
                        .isEqualTo(1);
                Sql names = jdbc.sql("select name from pet");
                assertThat(get(async.list(names.map(String.class)))).containsExactly("Añil");
                assertThat(get(async.single(names.map(String.class)))).isEqualTo("Añil");
                assertThat(get(async.optional(jdbc.sql("select name from pet where name = 'Rex'")
                                .map(String.class))))
                        .isEqualTo(Optional.empty());
                assertThat(get(async.run(() -> jdbc.sql("delete from pet").update())))
                        .isNull();
            });
            assertThat(acme.call(this::count)).isZero();
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void the_tenant_is_bound_in_stages_too_whoever_adds_them() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 1);
            CompletableFuture<Long> counted = acme.call(() -> async.call(this::count));
            get(counted);

            CompletableFuture<UUID> stage = other.call(() -> counted.thenApplyAsync(count -> TenantContext.require())
                    .thenApplyAsync(context -> context.tenantId()));

            assertThat(get(stage)).isEqualTo(acme.tenantId());
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void a_unit_without_a_tenant_has_none_even_behind_one_that_has() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            // an executor that carries along whatever is bound where a task is handed over
            Executor executor = TenantContext.propagating((Executor) pool);
            AsyncTenantJdbc async = jdbc.async(executor, 1);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Boolean> first = acme.call(() -> async.call(() -> begun.await(30, TimeUnit.SECONDS)));

            CompletableFuture<Optional<TenantContext>> second = async.call(TenantContext::current);
            begun.countDown();

            assertThat(get(first)).isTrue();
            assertThat(get(second)).isEmpty();
        } finally {
            shutDown(pool);
        }
    }

    @Test
    void a_failure_completes_the_future_as_it_is() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 1);
            IllegalStateException failure = new IllegalStateException("planted");

            CompletableFuture<Object> failed = acme.call(() -> async.inTransaction(() -> {
                jdbc.sql("insert into pet (name) values ('Añil')").update();
                throw failure;
            }));

            assertThatThrownBy(() -> get(failed))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThat(acme.call(this::count)).isZero();
            assertThat(get(acme.call(() -> async.call(this::count)))).isZero();
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void units_wait_in_their_order_and_a_cancelled_one_does_not_run() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 1);
            CountDownLatch go = new CountDownLatch(1);
            List<Integer> order = java.util.Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                futures.add(async.call(() -> {
                    go.await();
                    order.add(number);
                    return number;
                }));
            }

            assertThat(futures.get(5).cancel(false)).isTrue();
            go.countDown();
            get(futures.get(9));

            assertThat(order).containsExactly(0, 1, 2, 3, 4, 6, 7, 8, 9);
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void as_many_units_as_allowed_run_at_once_and_no_more() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(16);
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 3);
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch threeAtOnce = new CountDownLatch(3);
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                futures.add(async.call(() -> {
                    int now = running.incrementAndGet();
                    most.accumulateAndGet(now, Math::max);
                    threeAtOnce.countDown();
                    threeAtOnce.await();
                    return running.decrementAndGet();
                }));
            }
            for (CompletableFuture<Integer> future : futures) {
                get(future);
            }

            assertThat(most).hasValue(3);
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void an_executor_that_refuses_fails_the_future_and_nothing_else() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Semaphore refusals = new Semaphore(1);
        try {
            AsyncTenantJdbc async = jdbc.async(
                    task -> {
                        if (refusals.tryAcquire()) {
                            throw new RejectedExecutionException("planted");
                        }
                        executor.execute(task);
                    },
                    1);

            CompletableFuture<Integer> refused = async.call(() -> 1);
            CompletableFuture<Integer> taken = async.call(() -> 2);

            assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(RejectedExecutionException.class);
            assertThat(get(taken)).isEqualTo(2);
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void an_executor_that_lets_the_caller_run_does_not_fill_the_stack() throws Exception {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 4);
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                int number = i;
                futures.add(async.call(() -> number));
            }

            for (int i = 0; i < futures.size(); i++) {
                assertThat(get(futures.get(i))).isEqualTo(i);
            }
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void a_stream_does_not_leave_its_unit() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 1);

            CompletableFuture<Stream<String>> stream =
                    acme.call(() -> async.call(() -> jdbc.sql("select name from pet").map(String.class).stream()));

            assertThatThrownBy(() -> get(stream))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Read the stream inside the unit and return what was read.");
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void a_unit_is_not_part_of_the_transaction_of_the_caller() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 1);
            Map<String, Long> seen = new ConcurrentHashMap<>();
            acme.run(() -> jdbc.inTransaction(() -> {
                jdbc.sql("insert into pet (name) values ('Añil')").update();
                seen.put("by the unit", get(async.call(this::count)));
                seen.put("by the caller", count());
            }));

            assertThat(seen).containsEntry("by the unit", 0L).containsEntry("by the caller", 1L);
        } finally {
            shutDown(executor);
        }
    }

    @Test
    void a_unit_that_the_caller_runs_is_not_part_of_its_transaction_either() throws Exception {
        AsyncTenantJdbc async = jdbc.async(Runnable::run, 1);

        acme.run(() -> jdbc.inTransaction(() -> {
            jdbc.sql("insert into pet (name) values ('Añil')").update();

            assertThat(get(async.call(this::count))).isZero();
            assertThat(get(other.call(() -> async.call(this::count)))).isZero();
            assertThatThrownBy(() -> get(async.inTransaction(() -> {
                        throw new IllegalStateException("planted");
                    })))
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(count()).isEqualTo(1);
        }));

        assertThat(acme.call(this::count)).isEqualTo(1);
    }

    @Test
    void a_limit_of_none_is_refused() {
        assertThatThrownBy(() -> jdbc.async(Runnable::run, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Handing work to an executor: 0 units at once are too few. Give 1 or more, such as the size of"
                                + " the connection pool.");
    }
}
