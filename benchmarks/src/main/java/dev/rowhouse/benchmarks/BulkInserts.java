package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rowhouse.repository.UuidV7;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Ways to insert many rows of one tenant, each in one transaction. */
final class BulkInserts {
    static final UUID TENANT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static final int CHUNK = 5_000;
    private static final String COLUMNS = "tenant_id, id, starts_at, pet, note, price_cents";
    private static final byte[] COPY_HEADER = Arrays.copyOf("PGCOPY\n\377\r\n".getBytes(ISO_8859_1), 19);

    private BulkInserts() {}

    record Booking(UUID id, Instant startsAt, String pet, String note, long priceCents) {}

    /** Makes rows that are in no table yet. */
    static List<Booking> bookings(int count) {
        Random random = new Random(1);
        UuidV7 ids = UuidV7.generator();
        List<Booking> bookings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bookings.add(new Booking(
                    ids.get(),
                    Instant.ofEpochSecond(1_770_000_000 + i * 600L),
                    "Pet " + random.nextInt(997),
                    "Check-up and vaccination, " + i + " of this business",
                    3_500 + random.nextInt(9_000)));
        }
        return bookings;
    }

    private static void inTransaction(DataSource dataSource, Work work) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException, IOException;
    }

    static void copyText(DataSource raw, String table, List<Booking> bookings) throws SQLException, IOException {
        inTransaction(raw, connection -> copyText(connection, table + " (" + COLUMNS + ")", bookings, true));
    }

    static void copyBinary(DataSource raw, String table, List<Booking> bookings) throws SQLException, IOException {
        inTransaction(raw, connection -> copyBinary(connection, table + " (" + COLUMNS + ")", bookings));
    }

    private static void copyText(Connection connection, String target, List<Booking> bookings, boolean withTenant)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin");
        StringBuilder text = new StringBuilder(1 << 17);
        for (Booking booking : bookings) {
            if (withTenant) {
                text.append(TENANT).append('\t');
            }
            text.append(booking.id)
                    .append('\t')
                    .append(booking.startsAt)
                    .append('\t')
                    .append(booking.pet)
                    .append('\t')
                    .append(booking.note)
                    .append('\t')
                    .append(booking.priceCents)
                    .append('\n');
            if (text.length() > 1 << 16) {
                send(copy, text);
            }
        }
        send(copy, text);
        Visits.requireRows(copy.endCopy(), bookings.size());
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private static void copyBinary(Connection connection, String target, List<Booking> bookings)
            throws SQLException, IOException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + target + " from stdin (format binary)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(COPY_HEADER);
        for (Booking booking : bookings) {
            out.writeShort(6);
            id(out, TENANT);
            id(out, booking.id);
            out.writeInt(8);
            out.writeLong((booking.startsAt.getEpochSecond() - 946_684_800) * 1_000_000);
            text(out, booking.pet);
            text(out, booking.note);
            out.writeInt(8);
            out.writeLong(booking.priceCents);
            if (bytes.size() > 1 << 16) {
                copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
                bytes.reset();
            }
        }
        out.writeShort(-1);
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        Visits.requireRows(copy.endCopy(), bookings.size());
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeInt(16);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static void throughTemporaryTable(DataSource dataSource, String table, List<Booking> bookings)
            throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "create temporary table incoming (id uuid, starts_at timestamptz, pet text, note text, price_cents int8)"
                                + " on commit drop");
            }
            copyText(connection, "pg_temp.incoming", bookings, false);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS + ") select ?, r.* from pg_temp.incoming as r")) {
                insert.setObject(1, TENANT);
                insert.executeUpdate();
            }
        });
    }

    static void arrays(DataSource dataSource, String table, List<Booking> bookings) throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS
                            + ") select ?, r.* from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::int8[]) as r")) {
                for (int from = 0; from < bookings.size(); from += CHUNK) {
                    List<Booking> part = bookings.subList(from, Math.min(from + CHUNK, bookings.size()));
                    insert.setObject(1, TENANT);
                    array(connection, insert, 2, "uuid", part, booking -> booking.id.toString());
                    array(connection, insert, 3, "timestamptz", part, booking -> booking.startsAt.toString());
                    array(connection, insert, 4, "text", part, Booking::pet);
                    array(connection, insert, 5, "text", part, Booking::note);
                    array(connection, insert, 6, "int8", part, booking -> String.valueOf(booking.priceCents));
                    insert.executeUpdate();
                }
            }
        });
    }

    private static void array(
            Connection connection,
            PreparedStatement statement,
            int index,
            String type,
            List<Booking> part,
            Function<Booking, String> value)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf(type, part.stream().map(value).toArray(String[]::new)));
    }

    static void batches(DataSource dataSource, String table, List<Booking> bookings) throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)")) {
                int waiting = 0;
                for (Booking booking : bookings) {
                    insert.setObject(1, TENANT);
                    insert.setObject(2, booking.id);
                    insert.setObject(3, booking.startsAt.atOffset(ZoneOffset.UTC));
                    insert.setString(4, booking.pet);
                    insert.setString(5, booking.note);
                    insert.setLong(6, booking.priceCents);
                    insert.addBatch();
                    waiting++;
                    if (waiting % CHUNK == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
        });
    }
}
