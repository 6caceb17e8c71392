package dev.rowhouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.jdbc.TransactionTemplate.Isolation;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionTemplateIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID());
    private final TenantContext other = TenantContext.of(UUID.randomUUID());
    private final TenantJdbc jdbc = TenantJdbc.on(database.dataSource());

    private void add(String name) {
        jdbc.sql("insert into pet (name, weight) values (:name, 1)")
                .bind("name", name)
                .update();
    }

    private List<String> names() {
        return jdbc.sql("select name from pet order by name").map(String.class).list();
    }

    private String setting(String name) {
        return jdbc.sql("select current_setting(:name)")
                .bind("name", name)
                .map(String.class)
                .single();
    }

    private long transactionId() {
        return jdbc.sql("select pg_current_xact_id()::text::bigint")
                .map(Long.class)
                .single();
    }

    @Test
    void a_body_is_committed_as_one() {
        acme.run(() -> {
            Set<Long> ids = jdbc.inTransaction(() -> {
                add("Añil");
                return new TreeSet<>(List.of(transactionId(), transactionId()));
            });

            assertThat(ids).hasSize(1);
            assertThat(names()).containsExactly("Añil");
        });
    }

    @Test
    void a_body_that_throws_is_rolled_back_and_its_exception_comes_out_as_it_is() {
        acme.run(() -> {
            IOException failure = new IOException("planted");

            assertThatThrownBy(() -> jdbc.inTransaction(() -> {
                        add("Añil");
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(names()).isEmpty();
        });
    }

    @Test
    void a_failed_statement_that_was_caught_does_not_pass_for_a_commit() {
        acme.run(() -> {
            add("Zoë");

            assertThatThrownBy(() -> jdbc.inTransaction(() -> {
                        add("Añil");
                        assertThatThrownBy(() -> add("Zoë")).isInstanceOf(DuplicateKeyException.class);
                    }))
                    .isInstanceOf(JdbcException.class)
                    .hasMessage("Committing a transaction: a statement in it failed with DuplicateKeyException, and the"
                            + " failure was caught on the way. Everything was rolled back. Let the failure out of the"
                            + " transaction.")
                    .satisfies(TenantJdbcIT::holdsNoValues);

            assertThat(names()).containsExactly("Zoë");
        });
    }

    @Test
    void a_failure_that_was_undone_or_that_the_database_did_not_see_does_not_stop_the_commit() {
        acme.run(() -> {
            add("Zoë");

            jdbc.inTransaction(() -> {
                add("Añil");
                jdbc.sql("savepoint before").update();
                assertThatThrownBy(() -> add("Zoë")).isInstanceOf(DuplicateKeyException.class);
                jdbc.sql("rollback to before").update();
                assertThatThrownBy(
                                () -> jdbc.sql("select 1, 2").map(String.class).list())
                        .isInstanceOf(RowMappingException.class);
            });

            assertThat(names()).containsExactly("Añil", "Zoë");
        });
    }

    @Test
    void isolation_and_read_only_hold_for_the_transaction_and_not_for_the_next() {
        acme.run(() -> {
            for (Isolation isolation : Isolation.values()) {
                assertThat(jdbc.transaction().isolation(isolation).call(() -> setting("transaction_isolation")))
                        .isEqualTo(isolation.sql());
            }
            assertThat(jdbc.transaction()
                            .isolation(Isolation.SERIALIZABLE)
                            .readOnly()
                            .call(() -> setting("transaction_isolation") + setting("transaction_read_only")))
                    .isEqualTo("serializableon");
            for (int i = 0; i < 8; i++) { // each connection of the pool
                assertThat(jdbc.inTransaction(
                                () -> setting("transaction_isolation") + setting("transaction_read_only")))
                        .isEqualTo("read committedoff");
            }
        });
    }

    @Test
    void a_read_only_transaction_refuses_to_write() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.transaction().readOnly().run(() -> add("Añil")))
                .isInstanceOf(JdbcException.class)
                .hasMessageContaining("Leave out readOnly() for a transaction that writes."));
    }

    @Test
    void a_transaction_inside_another_joins_it() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.inTransaction(() -> {
                        jdbc.inTransaction(() -> add("Añil"));
                        jdbc.batch("insert into pet (name) values (:name)", List.of(java.util.Map.of("name", "Zoë")));
                        throw new IllegalStateException("planted");
                    }))
                    .hasMessage("planted");

            assertThat(names()).isEmpty();
        });
    }

    @Test
    void an_inner_failure_that_is_caught_dooms_the_outer_transaction() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.inTransaction(() -> {
                        add("Añil");
                        assertThatThrownBy(() -> jdbc.inTransaction(() -> {
                                    throw new IllegalStateException("planted");
                                }))
                                .hasMessage("planted");
                    }))
                    .isInstanceOf(JdbcException.class)
                    .hasMessage(
                            "Committing a transaction: a part that joined it failed with IllegalStateException, and the"
                                    + " failure was caught on the way. Everything was rolled back. Let the failure out of the"
                                    + " transaction.");

            assertThat(names()).isEmpty();
        });
    }

    @Test
    void joining_with_another_isolation_or_read_only_is_an_error() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.inTransaction(() ->
                            jdbc.transaction().isolation(Isolation.SERIALIZABLE).run(() -> {})))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessage(
                            "Joining a transaction: it may write and has the database's default isolation; asked for was"
                                    + " either with isolation serializable. Ask for it where the outer transaction begins.");
            assertThatThrownBy(() -> jdbc.inTransaction(
                            () -> jdbc.transaction().readOnly().run(() -> {})))
                    .hasMessageContaining("asked for was read only");
            jdbc.transaction()
                    .isolation(Isolation.SERIALIZABLE)
                    .readOnly()
                    .run(() -> jdbc.transaction()
                            .isolation(Isolation.SERIALIZABLE)
                            .readOnly()
                            .retries(5)
                            .run(this::names));
        });
    }

    @Test
    void the_tenant_is_the_one_at_the_start() {
        assertThatThrownBy(() -> acme.run(() -> jdbc.inTransaction(() -> other.run(() -> add("Añil")))))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("the transaction of this thread began for " + acme);
        assertThatThrownBy(() -> jdbc.inTransaction(() -> acme.run(() -> add("Añil"))))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessageContaining("began for no tenant. Bind the tenant around the transaction, not inside it.");

        assertThat(other.call(this::names)).isEmpty();
        assertThat(acme.call(this::names)).isEmpty();
    }

    @Test
    void a_transaction_belongs_to_its_template_and_its_thread() throws Exception {
        TenantJdbc another = TenantJdbc.on(database.dataSource());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            acme.call(() -> jdbc.inTransaction(() -> {
                add("Añil");

                assertThat(another.sql("select count(*) from pet")
                                .map(Long.class)
                                .single())
                        .isZero();
                Future<List<String>> elsewhere = executor.submit(acme.wrap(this::names));
                assertThat(elsewhere.get(30, TimeUnit.SECONDS)).isEmpty();
                return names();
            }));
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    // ---- retries

    /** Two threads read all pets and then each adds one: as one after another, one would have seen the other's. */
    private AtomicInteger addAfterReading(TransactionTemplate transaction) throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        runTwice(thread -> {
            AtomicInteger own = new AtomicInteger();
            transaction.run(() -> {
                attempts.incrementAndGet();
                names();
                if (own.incrementAndGet() == 1) {
                    await(bothHaveRead);
                }
                add("pet " + thread);
            });
        });
        return attempts;
    }

    private interface Body {
        void run(int thread) throws Exception;
    }

    private void runTwice(Body body) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> futures = new java.util.ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int thread = i;
                futures.add(executor.submit(acme.wrap(() -> {
                    body.run(thread);
                    return thread;
                })));
            }
            for (Future<Object> future : futures) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void await(CyclicBarrier barrier)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        barrier.await(30, TimeUnit.SECONDS);
    }

    @Test
    void a_serialization_failure_is_retried() throws Exception {
        AtomicInteger attempts = addAfterReading(
                jdbc.transaction().isolation(Isolation.SERIALIZABLE).retries(3));

        assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
        assertThat(acme.call(this::names)).containsExactly("pet 0", "pet 1");
    }

    @Test
    void a_serialization_failure_without_retries_comes_out() {
        assertThatThrownBy(() -> addAfterReading(jdbc.transaction().isolation(Isolation.SERIALIZABLE)))
                .cause()
                .isInstanceOf(TransactionConflictException.class)
                .satisfies(e -> assertThat(((JdbcException) e).sqlState()).contains("40001"))
                .hasMessageContaining("Run the transaction again from its beginning");

        assertThat(acme.call(this::names)).hasSize(1);
    }

    @Test
    void a_deadlock_is_retried() throws Exception {
        acme.run(() -> {
            add("A");
            add("B");
        });
        AtomicInteger attempts = new AtomicInteger();
        CyclicBarrier bothHaveOne = new CyclicBarrier(2);
        CountDownLatch survivorIsDone = new CountDownLatch(1);

        runTwice(thread -> {
            AtomicInteger own = new AtomicInteger();
            jdbc.transaction().retries(3).run(() -> {
                attempts.incrementAndGet();
                if (own.incrementAndGet() > 1) { // else it could lock its row again before the other wakes up
                    assertThat(survivorIsDone.await(30, TimeUnit.SECONDS)).isTrue();
                }
                feed(thread == 0 ? "A" : "B");
                if (own.get() == 1) {
                    await(bothHaveOne);
                }
                feed(thread == 0 ? "B" : "A");
            });
            survivorIsDone.countDown();
        });

        assertThat(attempts).hasValue(3);
        assertThat(acme.call(() ->
                        jdbc.sql("select sum(weight) from pet").map(Long.class).single()))
                .isEqualTo(6L);
    }

    private void feed(String name) {
        jdbc.sql("update pet set weight = weight + 1 where name = :name")
                .bind("name", name)
                .update();
    }

    @Test
    void retries_end_and_do_not_begin_for_other_failures() {
        AtomicInteger attempts = new AtomicInteger();
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.transaction().retries(2).run(() -> {
                        attempts.incrementAndGet();
                        raise("40001");
                    }))
                    .isInstanceOf(TransactionConflictException.class);
            assertThat(attempts).hasValue(3);

            assertThatThrownBy(() -> jdbc.transaction().retries(2).run(() -> {
                        attempts.incrementAndGet();
                        raise("23514");
                    }))
                    .isInstanceOf(JdbcException.class);
            assertThat(attempts).hasValue(4);
        });
    }

    @Test
    void a_conflict_is_recognised_inside_another_exception_and_by_the_commit() {
        AtomicInteger attempts = new AtomicInteger();
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.transaction().retries(1).run(() -> {
                        attempts.incrementAndGet();
                        try {
                            raise("40P01");
                        } catch (JdbcException e) {
                            throw new IllegalStateException("planted", e);
                        }
                    }))
                    .hasMessage("planted");
            assertThat(attempts).hasValue(2);

            jdbc.transaction().retries(1).run(() -> {
                if (attempts.incrementAndGet() == 3) {
                    assertThatThrownBy(() -> raise("40001")).isInstanceOf(TransactionConflictException.class);
                }
            });
            assertThat(attempts).hasValue(4);
        });
    }

    @Test
    void only_the_outermost_transaction_is_retried() {
        AtomicInteger inner = new AtomicInteger();
        AtomicInteger outer = new AtomicInteger();

        acme.run(() -> jdbc.transaction().retries(1).run(() -> {
            outer.incrementAndGet();
            jdbc.transaction().retries(5).run(() -> {
                if (inner.incrementAndGet() == 1) {
                    raise("40001");
                }
            });
        }));

        assertThat(outer).hasValue(2);
        assertThat(inner).hasValue(2);
    }

    @Test
    void an_interrupted_thread_does_not_retry() {
        AtomicInteger attempts = new AtomicInteger();
        acme.run(() -> assertThatThrownBy(() -> jdbc.transaction().retries(5).run(() -> {
                    attempts.incrementAndGet();
                    try {
                        raise("40001");
                    } finally {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(TransactionConflictException.class));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).hasValue(1);
    }

    private void raise(String state) {
        jdbc.sql("do $$ begin raise exception 'planted' using errcode = '" + state + "'; end $$")
                .update();
    }

    @Test
    void retries_have_a_bound() {
        assertThatThrownBy(() -> jdbc.transaction().retries(-1))
                .hasMessage(
                        "Setting the retries of a transaction: -1 is not between 0 and 100. Give a number that is.");
        assertThatThrownBy(() -> jdbc.transaction().retries(101)).isInstanceOf(IllegalArgumentException.class);
    }
}
