package dev.rowhouse.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The statements of the benchmarks, as an application would write them. They throw where they do not find what must be
 * there, so that nothing is measured that does not work.
 */
final class Appointments {
    static final int TENANTS = 200;
    static final int ROWS_PER_TENANT = 1_000;
    static final int PAGE_SIZE = 20;
    static final int BATCH_SIZE = 1_000;

    private static final OffsetDateTime BEGINNING = OffsetDateTime.of(2026, 1, 5, 8, 0, 0, 0, ZoneOffset.UTC);
    /** Tells apart what different threads insert. */
    private static final AtomicLong INSTANCES = new AtomicLong();

    private static final Duration SLOT = Duration.ofMinutes(20);

    private final Access access;
    private final String find;
    private final String page;
    private final String insert;
    private final String insertAudited;
    private long inserted = INSTANCES.getAndIncrement() << 40;

    Appointments(Access access) {
        this.access = access;
        find = access.text(
                "select starts_at, pet, note, price_cents from appointment where [tenant]id = ?", "tenant_id = ? and ");
        page = access.text("""
                select id, starts_at, pet, note, price_cents
                from appointment
                where [tenant](starts_at, id) < (?, ?)
                order by starts_at desc, id desc
                limit 20""", "tenant_id = ? and ");
        insert = access == Access.RAW
                ? "insert into booking (tenant_id, id, starts_at, pet, note, price_cents) values (?, ?, ?, ?, ?, ?)"
                : "insert into booking (id, starts_at, pet, note, price_cents) values (?, ?, ?, ?, ?)";
        insertAudited = access == Access.RAW
                ? "insert into audited_booking (tenant_id, id, starts_at, pet, note, price_cents,"
                        + " created_at, created_by, updated_at, updated_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                : "insert into audited_booking (id, starts_at, pet, note, price_cents) values (?, ?, ?, ?, ?)";
    }

    /** Names one of the rows that the set-up has inserted. */
    record AppointmentKey(int tenant, int appointment) {
        UUID tenantId() {
            return new UUID(0x4000L, 0x8000_0000_0000_0000L | tenant);
        }

        UUID id() {
            return new UUID(0x7000L, 0x8000_0000_0000_0000L | (tenant * 1_000_000L + appointment));
        }

        OffsetDateTime startsAt() {
            return BEGINNING.plus(SLOT.multipliedBy(appointment));
        }
    }

    /** Reads one row by its primary key and returns its note. */
    String find(Connection connection, AppointmentKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            UUID tenantId = key.tenantId();
            statement.setObject(access.bindTenant(statement, tenantId), key.id());
            try (ResultSet row = access.query(statement, tenantId)) {
                if (!row.next()) {
                    throw new SQLException("There is no row " + key);
                }
                OffsetDateTime startsAt = row.getObject(1, OffsetDateTime.class);
                String pet = row.getString(2);
                String note = row.getString(3);
                return row.getLong(4) > 0 && startsAt != null && !pet.isEmpty() ? note : "";
            }
        }
    }

    /** Reads the page before a row and returns the sum of its prices. */
    long page(Connection connection, AppointmentKey before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(page)) {
            UUID tenantId = before.tenantId();
            int index = access.bindTenant(statement, tenantId);
            statement.setObject(index, before.startsAt());
            statement.setObject(index + 1, before.id());
            try (ResultSet rows = access.query(statement, tenantId)) {
                long prices = 0;
                int count = 0;
                while (rows.next()) {
                    UUID id = rows.getObject(1, UUID.class);
                    OffsetDateTime startsAt = rows.getObject(2, OffsetDateTime.class);
                    prices += rows.getString(3).length() + rows.getString(4).length() + rows.getLong(5);
                    count += id != null && startsAt != null ? 1 : 0;
                }
                if (count != PAGE_SIZE) {
                    throw new SQLException("There are " + count + " rows before " + before);
                }
                return prices;
            }
        }
    }

    /** Inserts one row. */
    int insert(Connection connection, AppointmentKey like) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            bindBooking(statement, like);
            return requireOne(statement.executeUpdate());
        }
    }

    /** Inserts one row whose audit columns the application fills where the database does not. */
    int insertAudited(Connection connection, AppointmentKey like, OffsetDateTime now, String actor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertAudited)) {
            int index = bindBooking(statement, like);
            if (access == Access.RAW) {
                statement.setObject(index, now);
                statement.setString(index + 1, actor);
                statement.setObject(index + 2, now);
                statement.setString(index + 3, actor);
            }
            return requireOne(statement.executeUpdate());
        }
    }

    /** Inserts many rows in one JDBC batch. */
    int insertBatch(Connection connection, AppointmentKey like) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int i = 0; i < BATCH_SIZE; i++) {
                bindBooking(statement, like);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    private int bindBooking(PreparedStatement statement, AppointmentKey like) throws SQLException {
        int index = access.bindTenant(statement, like.tenantId());
        statement.setObject(index, new UUID(0x7000L, 0xA000_0000_0000_0000L | inserted++));
        statement.setObject(index + 1, like.startsAt());
        statement.setString(index + 2, "Pet of a new customer");
        statement.setString(index + 3, "First visit, brings the papers of the last practice");
        statement.setLong(index + 4, 4_500);
        return index + 5;
    }

    private static int requireOne(int rows) throws SQLException {
        if (rows != 1) {
            throw new SQLException("The insert made " + rows + " rows.");
        }
        return rows;
    }
}
