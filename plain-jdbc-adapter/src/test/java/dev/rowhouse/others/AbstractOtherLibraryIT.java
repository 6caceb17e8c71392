package dev.rowhouse.others;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every library does the same on a tenant data source, here over a pool of a single connection. */
abstract class AbstractOtherLibraryIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").poolSize(1).build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("dana@acme");
    private final TenantContext other = TenantContext.of(UUID.randomUUID());

    /** Statements of a library, each in a transaction or connection of its own unless they are inside one. */
    interface Pets {
        List<String> names();

        UUID insert(String name);

        int renameAll(String name);

        void insertAll(List<String> names);
    }

    /** Creates the library's statements on a data source that it knows as nothing but that. */
    abstract Pets pets(DataSource dataSource);

    /** Runs work in one transaction of the library. */
    abstract void inTransaction(DataSource dataSource, Consumer<Pets> work);

    /** Reads names by a cursor, a few at a time, in a transaction. */
    abstract void stream(DataSource dataSource, Consumer<String> reader);

    private Pets pets() {
        return pets(database.dataSource());
    }

    @Test
    void two_tenants_in_turn_see_their_own_rows_on_one_connection() {
        Pets pets = pets();
        for (int i = 0; i < 10; i++) { // the driver prepares on the server after the fifth
            int number = i;
            UUID id = acme.call(() -> pets.insert("Añil " + number));
            other.run(() -> pets.insert("Zoë " + number));

            assertThat(id).isNotNull();
            assertThat(acme.call(pets::names)).hasSize(i + 1).allMatch(name -> name.startsWith("Añil"));
            assertThat(other.call(pets::names)).hasSize(i + 1).allMatch(name -> name.startsWith("Zoë"));
        }
        assertThat(database.pool().getHikariPoolMXBean().getTotalConnections()).isOne();
    }

    @Test
    void an_update_reaches_the_tenant_s_own_rows_only() {
        Pets pets = pets();
        acme.run(() -> pets.insert("Añil"));
        other.run(() -> pets.insert("Zoë"));

        assertThat(other.call(() -> pets.renameAll("Rex"))).isEqualTo(1);

        assertThat(acme.call(pets::names)).containsExactly("Añil");
        assertThat(other.call(pets::names)).containsExactly("Rex");
    }

    @Test
    void a_batch_belongs_to_its_tenant() {
        Pets pets = pets();
        List<String> names = IntStream.range(0, 300).mapToObj(i -> "pet " + i).toList();

        acme.run(() -> pets.insertAll(names));
        other.run(() -> pets.insertAll(names.subList(0, 10)));

        assertThat(acme.call(pets::names)).hasSize(300);
        assertThat(other.call(pets::names)).hasSize(10);
    }

    @Test
    void of_a_batch_with_a_duplicate_key_nothing_stays() {
        Pets pets = pets();

        acme.run(() -> assertThatThrownBy(() -> pets.insertAll(List.of("Añil", "Zoë", "Añil")))
                .hasStackTraceContaining("pet_name_key"));

        assertThat(acme.call(pets::names)).isEmpty();
    }

    @Test
    void a_transaction_is_committed_or_rolled_back_as_one() {
        acme.run(() -> {
            inTransaction(database.dataSource(), pets -> {
                pets.insert("Añil");
                assertThat(pets.names()).containsExactly("Añil");
                pets.insertAll(List.of("Rex", "Zoë"));
            });
            assertThatThrownBy(() -> inTransaction(database.dataSource(), pets -> {
                        pets.renameAll("lost " + pets.insert("lost"));
                    }))
                    .hasStackTraceContaining("pet_name_key");
        });

        assertThat(acme.call(() -> pets().names())).containsExactly("Añil", "Rex", "Zoë");
    }

    @Test
    void a_transaction_does_not_change_hands() {
        assertThatThrownBy(() -> acme.run(() -> inTransaction(database.dataSource(), pets -> {
                    pets.insert("Añil");
                    other.run(() -> pets.insert("Zoë"));
                })))
                .satisfies(e -> assertThat(e).hasStackTraceContaining(TenantMismatchException.class.getName()));

        assertThat(acme.call(() -> pets().names())).isEmpty();
        assertThat(other.call(() -> pets().names())).isEmpty();
    }

    @Test
    void rows_are_streamed_for_their_tenant_and_for_no_other() {
        acme.run(() -> pets().insertAll(
                        IntStream.range(0, 100).mapToObj(i -> "pet " + i).toList()));
        int[] read = new int[1];

        acme.run(() -> stream(database.dataSource(), name -> read[0]++));
        other.run(() -> stream(database.dataSource(), name -> read[0]++));

        assertThat(read[0]).isEqualTo(100);
    }

    @Test
    void without_a_tenant_the_database_refuses() {
        assertThatThrownBy(() -> pets().names())
                .hasStackTraceContaining("Put the work inside TenantContext.of(tenantId).run(...)");
        assertThatThrownBy(() -> pets().insert("Añil"))
                .hasStackTraceContaining("Put the work inside TenantContext.of(tenantId).run(...)");
    }
}
