package dev.rowhouse.samples.quickstart;

import static java.util.Objects.requireNonNullElse;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** Books, moves and cancels appointments of the current tenant. The SQL is what one would write for a single business. */
final class Appointments {
    private final TenantDataSource dataSource;

    Appointments(TenantDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Books an appointment and returns its id.
     *
     * @throws SlotTakenException if the member of staff or the pet has another appointment then
     */
    UUID book(int pet, int staff, int service, ZonedDateTime start) throws SQLException {
        String sql = """
                insert into appointment (pet_id, staff_id, service_id, price, during)
                select pet.id, staff.id, service.id, service.price, tstzrange(?, ? + service.minutes * interval '1 minute')
                from pet, staff, service
                where pet.number = ?
                and staff.number = ?
                and service.number = ?
                returning id
                """;
        return change(sql, statement -> {
            statement.setObject(1, start.toOffsetDateTime());
            statement.setObject(2, start.toOffsetDateTime());
            statement.setInt(3, pet);
            statement.setInt(4, staff);
            statement.setInt(5, service);
        });
    }

    /**
     * Moves a booked appointment to another time; it stays as long as it is.
     *
     * @throws SlotTakenException if the member of staff or the pet has another appointment then
     */
    void move(UUID appointment, ZonedDateTime start) throws SQLException {
        String sql = """
                update appointment
                set during = tstzrange(?, ? + (upper(during) - lower(during)))
                where id = ?
                and status = 'booked'
                returning id
                """;
        change(sql, statement -> {
            statement.setObject(1, start.toOffsetDateTime());
            statement.setObject(2, start.toOffsetDateTime());
            statement.setObject(3, appointment);
        });
    }

    /** Cancels a booked appointment, which frees the time. */
    void cancel(UUID appointment) throws SQLException {
        String sql = """
                update appointment
                set status = 'cancelled'
                where id = ?
                and status = 'booked'
                returning id
                """;
        change(sql, statement -> statement.setObject(1, appointment));
    }

    private UUID change(String sql, Parameters parameters) throws SQLException {
        while (true) {
            try {
                return changeOnce(sql, parameters);
            } catch (PSQLException e) {
                if (PSQLState.EXCLUSION_VIOLATION.getState().equals(e.getSQLState())) {
                    throw new SlotTakenException(constraint(e), e);
                }
                // Two clients that take the same time at the same moment may wait for each other. PostgreSQL then ends
                // one of them, which asks again and finds the time taken.
                if (!PSQLState.DEADLOCK_DETECTED.getState().equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private static String constraint(PSQLException e) {
        ServerErrorMessage message = e.getServerErrorMessage();
        return message == null ? "" : requireNonNullElse(message.getConstraint(), "");
    }

    private UUID changeOnce(String sql, Parameters parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalArgumentException("Changing an appointment: this business has no such pet, staff,"
                            + " service or booked appointment. Look it up again.");
                }
                return rows.getObject(1, UUID.class);
            }
        }
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }
}
