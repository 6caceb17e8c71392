package dev.rowhouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class RowStreamIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").poolSize(1).build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID());
    private final TenantContext other = TenantContext.of(UUID.randomUUID());
    private final TenantJdbc jdbc = TenantJdbc.on(database.dataSource());

    private void add(int count) {
        jdbc.sql("insert into pet (name) select 'pet ' || n from generate_series(1, :count) as n")
                .bind("count", count)
                .update();
    }

    private Query<String> names() {
        return jdbc.sql("select name from pet").map(String.class);
    }

    private static int active() {
        return database.pool().getHikariPoolMXBean().getActiveConnections();
    }

    @Test
    void a_stream_holds_its_connection_until_it_is_closed() {
        acme.run(() -> {
            add(2_000);

            try (Stream<String> names = names().stream(100)) {
                assertThat(active()).isOne();
                assertThat(names.distinct().count()).isEqualTo(2_000);
            }

            assertThat(active()).isZero();
            assertThat(names().list()).hasSize(2_000);
        });
    }

    @Test
    void rows_come_a_few_at_a_time() {
        acme.run(() -> {
            AtomicInteger calls = new AtomicInteger();

            jdbc.inTransaction(() -> {
                jdbc.sql("create temporary sequence seen").update();
                try (Stream<Long> numbers =
                        jdbc.sql("select nextval('seen') from generate_series(1, 1000)").map(Long.class).stream(10)) {
                    assertThat(numbers.limit(5)
                                    .peek(n -> calls.incrementAndGet())
                                    .toList())
                            .hasSize(5);
                }
                assertThat(jdbc.sql("select last_value from seen")
                                .map(Long.class)
                                .single())
                        .isEqualTo(10L);
            });

            assertThat(calls).hasValue(5);
        });
    }

    @Test
    void a_stream_that_is_left_early_gives_everything_back() {
        acme.run(() -> {
            add(500);

            for (int i = 0; i < 3; i++) {
                try (Stream<String> names = names().stream(10)) {
                    assertThat(names.findFirst()).isPresent();
                }
            }

            assertThat(active()).isZero();
        });
    }

    @Test
    void a_stream_of_changed_rows_commits_them_and_an_error_rolls_them_back() {
        acme.run(() -> {
            add(3);

            try (Stream<String> names =
                    jdbc.sql("update pet set weight = 1").returning(String.class, "name").stream()) {
                assertThat(names).hasSize(3);
            }
            assertThat(jdbc.sql("select count(*) from pet where weight = 1")
                            .map(Long.class)
                            .single())
                    .isEqualTo(3L);

            try (Stream<Integer> names =
                    jdbc.sql("update pet set weight = 2").returning(Integer.class, "name").stream()) {
                assertThatThrownBy(names::count).isInstanceOf(RowMappingException.class);
            }
            assertThat(jdbc.sql("select count(*) from pet where weight = 1")
                            .map(Long.class)
                            .single())
                    .isEqualTo(3L);
            assertThat(active()).isZero();
        });
    }

    @Test
    void a_stream_that_cannot_be_opened_gives_everything_back() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.sql("select * from nowhere").map(String.class).stream())
                    .isInstanceOf(JdbcException.class)
                    .hasMessageStartingWith("Opening a stream of rows:");
            assertThatThrownBy(() -> jdbc.sql("select 1, 2").map(String.class).stream())
                    .isInstanceOf(RowMappingException.class);
            assertThatThrownBy(() -> jdbc.sql("select :a").map(String.class).stream())
                    .isInstanceOf(IllegalStateException.class);

            assertThat(active()).isZero();
        });
    }

    @Test
    void a_stream_inside_a_transaction_reads_what_it_did_and_ends_with_it() {
        acme.run(() -> {
            Stream<String> left = jdbc.inTransaction(() -> {
                add(500);
                Stream<String> names = names().stream(10);
                add(0); // other statements go on beside it
                assertThat(names().stream().toList()).hasSize(500);
                return names;
            });

            assertThat(active()).isZero();
            assertThatThrownBy(left::count)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "it is closed, or the transaction in which it was opened has ended. Read it inside the"
                                    + " transaction.");
            left.close();
            assertThat(names().list()).hasSize(500);
        });
    }

    @Test
    void an_open_stream_cannot_be_read_by_another_tenant() {
        acme.run(() -> {
            add(50);
            try (Stream<String> names = names().stream(10)) {
                assertThatThrownBy(() -> other.call(names::count)).isInstanceOf(TenantMismatchException.class);
            }
        });

        assertThat(active()).isZero();
    }

    /** Leaks on purpose; the name keeps it from being run by itself. */
    static class PlantedStream {
        @RegisterExtension
        static final RowhouseDatabase planted =
                RowhouseDatabase.builder().script("/jdbc.sql").poolSize(1).build();

        @Test
        void leaves_a_stream_open() {
            TenantContext.of(UUID.randomUUID())
                    .run(() ->
                            TenantJdbc.on(planted.dataSource()).sql("select name from pet").map(String.class).stream());
        }
    }

    @Test
    void a_stream_that_is_left_open_fails_the_test() {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(PlantedStream.class))
                .execute()
                .testEvents()
                .failed()
                .list();

        assertThat(failed)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.toString()).contains("1 connection is still checked out of the pool"));
    }
}
