package dev.rowhouse.samples.quickstart;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** What one business sees: everything in its tables, without a condition on the tenant in any statement. */
record Overview(
        Business business,
        long owners,
        long pets,
        long staff,
        long services,
        long appointments,
        long cancelled,
        long bookedWorth,
        long writtenByItself,
        Optional<Appointment> next,
        Optional<Appointment> overClockChange) {

    private static final String COUNTS = """
            select
                (select count(*) from owner) as owners,
                (select count(*) from pet) as pets,
                (select count(*) from staff) as staff,
                (select count(*) from service) as services,
                count(*) as appointments,
                count(*) filter (where status = 'cancelled') as cancelled,
                coalesce(sum(price) filter (where status = 'booked'), 0) as booked_worth,
                count(*) filter (where created_by like ?) as written_by_itself
            from appointment
            """;

    private static final String APPOINTMENTS = """
            select lower(appointment.during) as starts, upper(appointment.during) as ends, pet.name as pet,
                service.name as service
            from appointment
            join pet on pet.id = appointment.pet_id
            join service on service.id = appointment.service_id
            where appointment.status = 'booked'
            and lower(appointment.during) > ?
            order by lower(appointment.during), pet.number
            """;

    /** Reads it for the current tenant, in one transaction. */
    static Overview read(TenantDataSource dataSource, Business business, Instant now) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement counts = connection.prepareStatement(COUNTS);
                PreparedStatement appointments = connection.prepareStatement(APPOINTMENTS)) {
            connection.setAutoCommit(false);
            appointments.setObject(1, now.atOffset(ZoneOffset.UTC));
            Optional<Appointment> next = Optional.empty();
            Optional<Appointment> overClockChange = Optional.empty();
            try (ResultSet rows = appointments.executeQuery()) {
                while (rows.next()) {
                    Optional<Appointment> appointment = Optional.of(Appointment.of(rows, business));
                    next = next.or(() -> appointment);
                    overClockChange = overClockChange.or(() -> appointment.filter(Appointment::isOverClockChange));
                }
            }
            counts.setString(1, "%@" + business.slug());
            try (ResultSet row = counts.executeQuery()) {
                row.next();
                return new Overview(
                        business,
                        row.getLong("owners"),
                        row.getLong("pets"),
                        row.getLong("staff"),
                        row.getLong("services"),
                        row.getLong("appointments"),
                        row.getLong("cancelled"),
                        row.getLong("booked_worth"),
                        row.getLong("written_by_itself"),
                        next,
                        overClockChange);
            } finally {
                connection.commit();
            }
        }
    }

    /** An appointment in the local time of its business. */
    record Appointment(ZonedDateTime starts, ZonedDateTime ends, String pet, String service) {
        private static Appointment of(ResultSet row, Business business) throws SQLException {
            return new Appointment(
                    row.getObject("starts", OffsetDateTime.class).atZoneSameInstant(business.zone()),
                    row.getObject("ends", OffsetDateTime.class).atZoneSameInstant(business.zone()),
                    row.getString("pet"),
                    row.getString("service"));
        }

        /** Whether the clocks are changed while it lasts. */
        boolean isOverClockChange() {
            return !starts.getOffset().equals(ends.getOffset());
        }

        Duration lasts() {
            return Duration.between(starts, ends);
        }
    }
}
