package dev.rowhouse.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowhouse.samples.quickstart.database.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AppointmentsIT {
    private static final int KEEPER = 4;
    private static final int OVERNIGHT_STAY = 6;

    private static final String UNTIL_SOMEBODY_WAITS = """
            do $$
            begin
              while not exists (select from pg_stat_activity where wait_event_type = 'Lock') loop
                perform pg_sleep(0.01);
                perform pg_stat_clear_snapshot();
              end loop;
            end
            $$
            """;

    private static Database database;
    private static Business business;
    private static Appointments appointments;

    @BeforeAll
    static void open() throws SQLException {
        database = Database.open(Map.of());
        SampleData data = SampleData.read();
        database.createSchema();
        try (Connection owner = database.connectAsOwner()) {
            BusinessDirectory.enter(owner, data.businesses());
        }
        business = data.businesses().get(0);
        business.as("import").run(() -> new DataImport(database.application(), data).load(business));
        appointments = new Appointments(database.application());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_cancelled_time_is_free_again() throws SQLException {
        ZonedDateTime start = at(2, 9);
        UUID first = business.as("desk").call(() -> appointments.book(1, 1, 1, start));

        business.as("desk").run(() -> appointments.cancel(first));

        assertThat(business.as("desk").call(() -> appointments.book(2, 1, 1, start)))
                .isNotEqualTo(first);
    }

    @Test
    void a_taken_time_is_refused_by_the_constraint_that_says_so() throws SQLException {
        business.as("desk").call(() -> appointments.book(1, 1, 1, at(3, 9)));

        assertThatThrownBy(() -> business.as("desk").call(() -> appointments.book(2, 1, 1, at(3, 9))))
                .isInstanceOf(SlotTakenException.class)
                .hasMessageContaining(Outcome.STAFF_CONSTRAINT);
        assertThatThrownBy(() -> business.as("desk").call(() -> appointments.book(1, 2, 1, at(3, 9))))
                .isInstanceOf(SlotTakenException.class)
                .hasMessageContaining(Outcome.PET_CONSTRAINT);
    }

    @Test
    void a_cancelled_appointment_cannot_be_moved() throws SQLException {
        UUID appointment = business.as("desk").call(() -> appointments.book(1, 1, 1, at(4, 9)));
        business.as("desk").run(() -> appointments.cancel(appointment));

        assertThatThrownBy(() -> business.as("desk").run(() -> appointments.move(appointment, at(4, 10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Look it up again");
    }

    /**
     * The booking waits for the other's first row, the other's second row waits for the booking. The booking waits for
     * longer, so the server ends it; it asks again and finds the time taken.
     */
    @Test
    void a_booking_that_meets_a_deadlock_asks_again() throws SQLException {
        try (Connection other = superuser();
                Statement statement = other.createStatement()) {
            statement.execute("alter system set deadlock_timeout = '3s'");
            statement.execute("select pg_reload_conf()");
            statement.execute("set deadlock_timeout = '1min'");
            other.setAutoCommit(false);
            statement.execute(insert(at(5, 18)));
            CompletableFuture<Throwable> refusal = CompletableFuture.supplyAsync(() -> catchThrowable(() ->
                    business.as("web").call(() -> appointments.book(1, KEEPER, OVERNIGHT_STAY, at(5, 18)))));
            statement.execute(UNTIL_SOMEBODY_WAITS);

            statement.execute(insert(at(5, 22)));
            other.commit();

            assertThat(refusal.join()).isInstanceOf(SlotTakenException.class);
        }
    }

    private static String insert(ZonedDateTime start) {
        return """
                insert into petcare.appointment (tenant_id, pet_id, staff_id, service_id, price, during)
                select pet.tenant_id, pet.id, staff.id, service.id, 0, tstzrange('%1$s', '%1$s'::timestamptz + interval '1 hour')
                from petcare.pet
                join petcare.staff on staff.tenant_id = pet.tenant_id and staff.number = 4
                join petcare.service on service.tenant_id = pet.tenant_id and service.number = 1
                where pet.tenant_id = '%2$s'
                and pet.number = 2
                """.formatted(start.toOffsetDateTime(), business.id());
    }

    private static Connection superuser() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/petcare", "postgres", "");
    }

    private static ZonedDateTime at(int day, int hour) {
        return ZonedDateTime.of(2027, 5, day, hour, 0, 0, 0, business.zone());
    }
}
