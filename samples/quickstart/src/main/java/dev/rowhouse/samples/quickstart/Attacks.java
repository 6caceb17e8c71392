package dev.rowhouse.samples.quickstart;

import dev.rowhouse.samples.quickstart.Attack.Attempt;
import dev.rowhouse.samples.quickstart.Attack.OwnRowsOnly;
import dev.rowhouse.samples.quickstart.Attack.Refused;
import dev.rowhouse.samples.quickstart.Attack.Seen;
import dev.rowhouse.samples.quickstart.Attack.TellsNothing;
import dev.rowhouse.samples.quickstart.database.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What an attacker or a mistaken developer would try, as one business against another. Every attempt is committed. */
final class Attacks {
    private static final String EVERYTHING = """
            select tenant_id from owner
            union all select tenant_id from pet
            union all select tenant_id from staff
            union all select tenant_id from service
            union all select tenant_id from appointment
            """;

    private static final String JOINED = """
            select count(*)
            from appointment
            join pet on pet.id = appointment.pet_id
            join staff on staff.id = appointment.staff_id
            """;

    private static final String OWNER_OF_ANOTHER_TENANT = """
            insert into owner (tenant_id, number, name, email, phone)
            values (?, 900, 'x', 'x', 'x')
            """;

    private static final String OWNER_IN_PLACE_OF_ANOTHER = """
            insert into owner (tenant_id, number, name, email, phone)
            values (?, 1, 'x', 'x', 'x')
            on conflict (tenant_id, number) do update set name = 'x'
            """;

    private static final String PET_WITH_ID = """
            insert into pet (id, number, owner_id, name, species, born)
            select ?, 901, owner_id, name, species, born
            from pet
            where number = 1
            """;

    private static final String APPOINTMENT_OF_PET = """
            insert into appointment (pet_id, staff_id, service_id, price, during)
            select ?, staff_id, service_id, price, tstzrange('2030-01-01 09:00Z', '2030-01-01 10:00Z')
            from appointment
            limit 1
            """;

    private final Database database;
    private final Business attacker;
    private final Business victim;
    private final UUID foreignPet;
    private final UUID foreignAppointment;

    Attacks(Database database, GroundTruth.Snapshot truth, Business attacker, Business victim) {
        this.database = database;
        this.attacker = attacker;
        this.victim = victim;
        this.foreignPet = truth.anyId("pet", victim);
        this.foreignAppointment = truth.anyId("appointment", victim);
    }

    List<Attack> all() {
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(reading());
        attacks.addAll(writing());
        attacks.addAll(losingTheTenant());
        attacks.addAll(goingAround());
        return attacks;
    }

    private List<Attack> reading() {
        return List.of(
                new Attack(
                        "read a pet by its id",
                        asAttacker(c -> rows(c, "select tenant_id from pet where id = ?", foreignPet)),
                        new OwnRowsOnly(before -> 0)),
                new Attack(
                        "read all tables without a condition",
                        asAttacker(c -> rows(c, EVERYTHING)),
                        new OwnRowsOnly(before -> before.rows(attacker))),
                new Attack(
                        "count appointments joined with pets and staff",
                        asAttacker(c -> count(c, JOINED)),
                        new OwnRowsOnly(before -> before.rows("appointment", attacker))),
                new Attack(
                        "inject ' or 1=1 --",
                        asAttacker(c -> findPetsCarelessly(c, "' or 1=1 --")),
                        new OwnRowsOnly(before -> before.rows("pet", attacker))),
                new Attack(
                        "inject ' union all select … from owner --",
                        asAttacker(c -> findPetsCarelessly(c, "' union all select tenant_id from owner --")),
                        new OwnRowsOnly(before -> before.rows("owner", attacker))));
    }

    private List<Attack> writing() {
        return List.of(
                new Attack(
                        "change a pet by its id",
                        asAttacker(c -> change(c, "update pet set note = 'x' where id = ?", foreignPet)),
                        new OwnRowsOnly(before -> 0)),
                new Attack(
                        "delete an appointment by its id",
                        asAttacker(c -> change(c, "delete from appointment where id = ?", foreignAppointment)),
                        new OwnRowsOnly(before -> 0)),
                new Attack(
                        "change pets, where clause forgotten",
                        asAttacker(c -> change(c, "update pet set note = 'x'")),
                        new OwnRowsOnly(before -> before.rows("pet", attacker))),
                new Attack(
                        "insert an owner for the other business",
                        asAttacker(c -> change(c, OWNER_OF_ANOTHER_TENANT, victim.id())),
                        new Refused(Rule.WITH_CHECK)),
                new Attack(
                        "the same with on conflict do update",
                        asAttacker(c -> change(c, OWNER_IN_PLACE_OF_ANOTHER, victim.id())),
                        new Refused(Rule.WITH_CHECK)),
                new Attack(
                        "move a pet to the other business",
                        asAttacker(c -> change(c, "update pet set tenant_id = ? where number = 1", victim.id())),
                        new Refused(Rule.PRIVILEGE)),
                new Attack(
                        "book for a pet of the other business",
                        asAttacker(c -> change(c, APPOINTMENT_OF_PET, foreignPet)),
                        new Refused(Rule.FOREIGN_KEY)),
                new Attack(
                        "find out whether a key is taken elsewhere",
                        asAttacker(c -> {
                            change(c, PET_WITH_ID, foreignPet);
                            return Seen.NOTHING;
                        }),
                        new TellsNothing(Rule.UNIQUE_KEY)));
    }

    private List<Attack> losingTheTenant() {
        return List.of(
                new Attack("no tenant at all", this::readEverything, new Refused(Rule.NO_TENANT)),
                new Attack(
                        "another thread, tenant not handed over",
                        asAttacker(c -> onAnotherThread(this::readEverything)),
                        new Refused(Rule.NO_TENANT)),
                new Attack(
                        "every pooled connection, without Rowhouse",
                        this::readOnEveryPooledConnection,
                        new Refused(Rule.NO_TENANT)),
                new Attack(
                        "another tenant inside a transaction",
                        asAttacker(c -> {
                            rows(c, EVERYTHING);
                            return victim.as("desk").call(() -> rows(c, EVERYTHING));
                        }),
                        new Refused(Rule.MISMATCH)),
                new Attack(
                        "another tenant reads an open cursor",
                        asAttacker(c -> {
                            try (PreparedStatement statement = c.prepareStatement(EVERYTHING)) {
                                statement.setFetchSize(5);
                                try (ResultSet cursor = statement.executeQuery()) {
                                    cursor.next();
                                    return victim.as("desk").call(() -> tally(cursor));
                                }
                            }
                        }),
                        new Refused(Rule.MISMATCH)));
    }

    private List<Attack> goingAround() {
        return List.of(
                new Attack(
                        "truncate a table",
                        asAttacker(c -> execute(c, "truncate appointment")),
                        new Refused(Rule.PRIVILEGE)),
                new Attack(
                        "disable row level security",
                        asAttacker(c -> execute(c, "alter table pet disable row level security")),
                        new Refused(Rule.PRIVILEGE)),
                new Attack(
                        "set row_security = off",
                        asAttacker(c -> {
                            execute(c, "set local row_security = off");
                            return rows(c, EVERYTHING);
                        }),
                        new Refused(Rule.ROW_SECURITY)),
                new Attack(
                        "set role to the owner of the tables",
                        asAttacker(c -> {
                            execute(c, "set local role " + quoted(c, database.ownerRole()));
                            return rows(c, EVERYTHING);
                        }),
                        new Refused(Rule.PRIVILEGE)),
                new Attack(
                        "copy to, through the driver",
                        asAttacker(this::copyPets),
                        new OwnRowsOnly(before -> before.rows("pet", attacker))),
                new Attack(
                        "copy from, through the driver",
                        asAttacker(this::copyOwnerToVictim),
                        new Refused(Rule.ROW_SECURITY)));
    }

    // How they are done

    private Attempt asAttacker(Work work) {
        return () -> attacker.as("mallory").call(() -> {
            try (Connection connection = database.application().getConnection()) {
                connection.setAutoCommit(false);
                Seen seen = work.run(connection);
                connection.commit();
                return seen;
            }
        });
    }

    /** Wrong on purpose: what a user typed becomes SQL. */
    private Seen findPetsCarelessly(Connection connection, String typed) throws SQLException {
        return rows(connection, "select tenant_id from pet where name = '" + typed + "'");
    }

    private Seen readEverything() throws SQLException {
        try (Connection connection = database.application().getConnection()) {
            return rows(connection, EVERYTHING);
        }
    }

    private static Seen onAnotherThread(Attempt attempt) throws SQLException {
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            return attempt.run();
                        } catch (SQLException e) {
                            throw new CompletionException(e);
                        }
                    })
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** All of them at once, so that none is left out; each has served many tenants by now. */
    private Seen readOnEveryPooledConnection() throws SQLException {
        Seen seen = Seen.NOTHING;
        SQLException refusal = null;
        List<Connection> connections = new ArrayList<>();
        try {
            while (connections.size() < Database.POOL_SIZE) {
                connections.add(database.connectPastRowhouse());
            }
            for (Connection connection : connections) {
                try {
                    seen = seen.plus(rows(connection, EVERYTHING));
                } catch (SQLException e) {
                    refusal = e;
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        if (refusal != null && seen.equals(Seen.NOTHING)) {
            throw refusal;
        }
        return seen;
    }

    private Seen copyPets(Connection connection) throws SQLException {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        try {
            copyManager(connection).copyOut("copy pet (tenant_id) to stdout", copied);
        } catch (IOException e) {
            throw new SQLException(e);
        }
        List<String> tenants = copied.toString(StandardCharsets.UTF_8).lines().toList();
        long own = tenants.stream().filter(attacker.id().toString()::equals).count();
        return Seen.own(own).plus(Seen.others(tenants.size() - own));
    }

    private Seen copyOwnerToVictim(Connection connection) throws SQLException {
        String line = victim.id() + "\t902\tcopied\tx\tx\n";
        try {
            return Seen.others(copyManager(connection)
                    .copyIn(
                            "copy owner (tenant_id, number, name, email, phone) from stdin",
                            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private static CopyManager copyManager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private Seen rows(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return tally(rows);
            }
        }
    }

    /** Counts rows by the tenant that their first column names. */
    private Seen tally(ResultSet rows) throws SQLException {
        Seen seen = Seen.NOTHING;
        while (rows.next()) {
            boolean own = attacker.id().equals(rows.getObject(1, UUID.class));
            seen = seen.plus(own ? Seen.own(1) : Seen.others(1));
        }
        return seen;
    }

    private static Seen count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return Seen.unnamed(rows.getLong(1));
        }
    }

    private static Seen change(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return Seen.unnamed(statement.executeUpdate());
        }
    }

    private static Seen execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Seen.NOTHING;
        }
    }

    private static String quoted(Connection connection, String identifier) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.enquoteIdentifier(identifier, true);
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private interface Work {
        Seen run(Connection connection) throws SQLException;
    }
}
