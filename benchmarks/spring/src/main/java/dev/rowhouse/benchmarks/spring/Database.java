package dev.rowhouse.benchmarks.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rowhouse.schema.RowhouseSchema;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database: schema {@code plain} without row-level security, and {@code protected} with the same rows. */
final class Database {
    static final int TENANTS = 200;
    static final int VISITS = 100;

    private static final String NAME = "visits";

    private Database() {}

    static void create(int port) throws SQLException, IOException {
        run(
                connect(port, "postgres", "postgres"),
                "create role visits_owner login; create role visits_plain login; create role visits_protected login");
        run(connect(port, "postgres", "postgres"), "create database " + NAME + " owner visits_owner");
        DataSource owner = connect(port, "visits_owner", NAME);
        RowhouseSchema.builder().applicationRole(role(Variant.ROWHOUSE)).build().installOn(owner);
        run(
                owner,
                "create schema plain; create schema protected; grant usage on schema plain to visits_plain;"
                        + "grant usage on schema protected to visits_protected;" + script()
                        + ";select rowhouse.protect_table('protected.visit', audit => false)");
        run(connect(port, "postgres", NAME), "vacuum (freeze, analyze)");
    }

    static String url(int port, Variant variant) {
        return "jdbc:postgresql://localhost:" + port + "/" + NAME + "?currentSchema=" + schema(variant);
    }

    /** Returns the login, which reads one schema only. */
    static String role(Variant variant) {
        return "visits_" + schema(variant);
    }

    private static String schema(Variant variant) {
        return variant == Variant.BY_HAND ? "plain" : "protected";
    }

    static String tenant(int number) {
        return String.format(Locale.ROOT, "0a000000-0000-4000-8000-%012x", number);
    }

    static String visit(int tenant, int number) {
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", tenant * 1000 + number);
    }

    private static void run(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DataSource connect(int port, String role, String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setUser(role);
        return dataSource;
    }

    private static String script() throws IOException {
        try (InputStream script = Database.class.getResourceAsStream("visits.sql")) {
            return new String(requireNonNull(script, "visits.sql").readAllBytes(), UTF_8);
        }
    }
}
