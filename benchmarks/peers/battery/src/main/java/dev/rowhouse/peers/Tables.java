package dev.rowhouse.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rowhouse.peers.Attempt.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database of one library: its roles, its tables, and what is in them, as a superuser sees it. */
public final class Tables {
    /** The note, tag or label that an attack finds in place, of whichever tenant. */
    public static final UUID PLANTED = UUID.fromString("c0000000-0000-4000-8000-000000000001");

    private static final String OWNER = "peers_owner";
    private static final String APPLICATION = "peers_app";
    private static final List<String> WITH_TENANT =
            List.of("document", "note", "tag", "document_history", "granted_table", "new_table");

    private final int port;
    private final String name;

    private Tables(int port, String name) {
        this.port = port;
        this.name = name;
    }

    static Tables createDatabase(int port, String name) throws SQLException {
        try (Connection connection = connect(port, "postgres", "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : List.of(OWNER, APPLICATION)) {
                statement.execute("do $$ begin if to_regrole('" + role + "') is null then create role " + role
                        + " login; end if; end $$");
            }
            statement.execute("create database " + name + " owner " + OWNER);
        }
        Tables tables = new Tables(port, name);
        run(
                tables.owner(),
                "grant usage on schema public to " + APPLICATION,
                "create table granted_table (id uuid primary key, tenant_id uuid not null, title text not null)",
                "grant all on granted_table to " + APPLICATION,
                "alter default privileges grant all on tables to " + APPLICATION);
        return tables;
    }

    /** Returns connections of the role that owns the tables. */
    public DataSource owner() {
        return connect(port, name, OWNER);
    }

    /** Returns connections of a superuser. */
    public DataSource superuser() {
        return connect(port, name, "postgres");
    }

    /** Returns connections of the ordinary role that the application logs in as. */
    public DataSource application() {
        return connect(port, name, APPLICATION);
    }

    /** Returns the name of the ordinary role that the application logs in as. */
    public String applicationRole() {
        return APPLICATION;
    }

    private static PGSimpleDataSource connect(int port, String database, String role) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setUser(role);
        return dataSource;
    }

    /** Makes all tables without any protection, as their owner. */
    public void createPlain() throws SQLException {
        run(owner(), script("tables.sql"));
        createBeside();
    }

    /** Makes what stands beside the mapped tables, as their owner. */
    public void createBeside() throws SQLException {
        run(owner(), script("beside.sql"));
    }

    /** Grants everything on all tables, as many a guide says to do. */
    public void grantAll() throws SQLException {
        run(owner(), "grant all on all tables in schema public to " + APPLICATION);
    }

    /** Plays the next migration, after the library was set up. */
    void migrate() throws SQLException {
        run(
                owner(),
                "create table new_table (id uuid primary key, tenant_id uuid not null, title text not null)",
                "grant select on document_view, owner_view to " + APPLICATION);
    }

    /** Grants a table of tenants that was there before and that no library was told of. */
    void grantWhatNobodyDeclared() throws SQLException {
        run(owner(), "grant all on granted_table to " + APPLICATION);
    }

    void revokeWhatNobodyDeclared() throws SQLException {
        run(owner(), "revoke all on granted_table from " + APPLICATION);
    }

    /** Runs statements on a connection of their own. */
    public static void run(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String script(String file) {
        try (InputStream script = Tables.class.getResourceAsStream(file)) {
            return new String(requireNonNull(script, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** Empties all tables and fills them with the two tenants' rows, past constraints, triggers and policies. */
    void reset(Attack attack, Attempt attempt) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("set session_replication_role = replica");
        statements.add("truncate " + String.join(", ", WITH_TENANT) + ", document_tag, document_label");
        for (Tenant tenant : List.of(Tenant.ACME, Tenant.BOLT)) {
            String id = quote(tenant.id());
            String title = quote(tenant.title());
            String document = quote(tenant.document());
            statements.add("insert into document (id, tenant_id, title, version) values (" + document + ", " + id + ", "
                    + title + ", 0)");
            statements.add("insert into document_history (tenant_id, document_id, title) values (" + id + ", "
                    + document + ", " + title + ")");
            statements.add(note(quote(tenant.note()), id, title, document));
            statements.add("insert into tag (id, tenant_id, title, version) values (" + quote(tenant.tag()) + ", " + id
                    + ", " + title + ", 0)");
            statements.add(
                    withTenant("document_tag", "document_id, tag_id", document + ", " + quote(tenant.tag()), tenant));
            for (String table : List.of("granted_table", "new_table")) {
                statements.add("insert into " + table + " (id, tenant_id, title) values (" + document + ", " + id + ", "
                        + title + ")");
            }
        }
        plant(attack, attempt.attacker(), attempt.victim(), statements);
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void plant(Attack attack, Tenant attacker, Tenant victim, List<String> statements) throws SQLException {
        String planted = quote(PLANTED);
        if (attack == Attack.TO_ONE_ASSOCIATION) {
            statements.add(note(planted, quote(attacker.id()), "'planted'", quote(victim.document())));
        } else if (attack == Attack.LAZY_COLLECTION) {
            statements.add(note(planted, quote(victim.id()), quote(victim.title()), quote(attacker.document())));
        } else if (attack == Attack.LINK_TABLE) {
            statements.add("delete from document_tag");
            statements.add(withTenant(
                    "document_tag",
                    "document_id, tag_id",
                    quote(attacker.document()) + ", " + quote(victim.tag()),
                    attacker));
        } else if (attack == Attack.ELEMENT_COLLECTION) {
            statements.add(withTenant(
                    "document_label",
                    "document_id, label",
                    quote(attacker.document()) + ", " + quote(victim.title()),
                    victim));
        }
    }

    private static String note(String id, String tenant, String title, String document) {
        return "insert into note (id, tenant_id, title, document_id, version) values (" + id + ", " + tenant + ", "
                + title + ", " + document + ", 0)";
    }

    /** Inserts into a table that has a tenant column only where the library wants one there. */
    private String withTenant(String table, String columns, String values, Tenant tenant) throws SQLException {
        boolean present = !read("select 1 from information_schema.columns where table_name = '" + table
                        + "' and column_name = 'tenant_id'")
                .isEmpty();
        return "insert into " + table + " (" + columns + (present ? ", tenant_id" : "") + ") values (" + values
                + (present ? ", " + quote(tenant.id()) : "") + ")";
    }

    /** Describes all that belongs to a tenant or refers to its rows, and what belongs to nobody. */
    List<String> rowsOf(Tenant tenant) throws SQLException {
        String id = quote(tenant.id());
        String document = quote(tenant.document());
        List<String> parts = new ArrayList<>();
        for (String table : WITH_TENANT) {
            parts.add("select cast(to_jsonb(t) as text) from " + table + " t where t.tenant_id = " + id
                    + " or t.tenant_id not in (" + quote(Tenant.ACME.id()) + ", " + quote(Tenant.BOLT.id())
                    + ") or t.id in (" + document + ", " + quote(tenant.note()) + ", " + quote(tenant.tag()) + ")");
        }
        parts.add("select cast(to_jsonb(t) as text) from note t where t.document_id = " + document);
        parts.add("select cast(to_jsonb(t) as text) from document_tag t where t.document_id = " + document
                + " or t.tag_id = " + quote(tenant.tag()));
        parts.add("select cast(to_jsonb(t) as text) from document_label t where t.document_id = " + document);
        return read(String.join(" union all ", parts) + " order by 1");
    }

    /** Reads one column as a superuser. */
    List<String> read(String sql) throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static String quote(Object value) {
        return "'" + value.toString().replace("'", "''") + "'";
    }
}
