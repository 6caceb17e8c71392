package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static dev.rowhouse.connection.Notes.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database took is compared with what was sent; and how it is sent can be chosen. */
class VerifiedContextIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database()
            .setUp(VerifiedContextIT::createFunctions)
            .poolSize(1)
            .build();

    private static void createFunctions(RowhouseDatabase started) throws SQLException {
        try (Connection owner = started.owner().getConnection()) {
            Notes.run(
                    owner,
                    "create schema app",
                    "grant usage on schema app to " + started.applicationRole(),
                    lying("other_tenant", "'" + Notes.GLOBEX_ID + "'"),
                    lying("nothing", "null"),
                    lying("emptiness", "''"),
                    lying("other_actor", "case when setting like '%actor' then 'mallory' else value end"),
                    "create function app.no_row(setting text, value text) returns setof text language sql"
                            + " as $$ select value where false $$",
                    """
                    create function app.set_local(setting text, value text) returns text
                      language plpgsql
                    as $$
                    begin
                      execute format('set local %s = %L', setting, value);
                      return current_setting(setting);
                    end
                    $$""",
                    "create table note_of_other_settings (id int, tenant_id uuid, author text)",
                    "alter table note_of_other_settings enable row level security",
                    "create policy tenant on note_of_other_settings"
                            + " using (tenant_id = current_setting('my.own.tenant')::uuid)",
                    "grant all on note_of_other_settings to " + started.applicationRole());
        }
    }

    private static String lying(String name, String answer) {
        return "create function app." + name + "(setting text, value text) returns text language plpgsql as $$"
                + " begin perform set_config(setting, " + answer + ", true); return " + answer + "; end $$";
    }

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.other_tenant|tenant 00000000-0000-0000-0000-00000000000b",
                "app.nothing|no tenant",
                "app.emptiness|no tenant",
                "app.no_row|no row",
                "app.other_actor|another actor"
            })
    void a_database_that_took_another_value_is_not_trusted(String function, String found) throws Exception {
        TenantDataSource dataSource = TenantDataSource.builder(database.pool())
                .settingFunction(function)
                .build();
        TenantContext context = ACME.withActor("dana");
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (boolean carried : new boolean[] {true, false}) {
                context.run(() -> {
                    try (Connection connection = dataSource.getConnection()) {
                        connection.setAutoCommit(autoCommit);

                        assertThatThrownBy(() -> insert(connection, carried))
                                .isInstanceOf(TenantMismatchException.class)
                                .hasMessageStartingWith(
                                        "Sending " + context + " to the database as app.current_tenant_id:"
                                                + " the database answered with " + found + ".")
                                .hasMessageContaining("prepareThreshold=0");
                        assertThatThrownBy(() -> Notes.read(connection, "select 1"))
                                .as("the connection is gone")
                                .isInstanceOf(SQLException.class);
                    } catch (SQLException closing) {
                        assertThat(closing.getSQLState()).startsWith("08");
                    }
                });
                ACME.run(() -> {
                    try (Connection connection = database.dataSource().getConnection()) {
                        assertThat(Notes.read(connection, BODIES))
                                .as("the pool goes on with a new one")
                                .containsExactly("acme1", "acme2", "acme3");
                    }
                });
            }
        }
    }

    private static void insert(Connection connection, boolean carried) throws SQLException {
        if (carried) {
            Notes.run(connection, "insert into country (code) values (gen_random_uuid())");
        } else {
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into country (code) values (gen_random_uuid())", Statement.RETURN_GENERATED_KEYS)) {
                statement.executeUpdate();
            }
        }
    }

    @Test
    void a_connection_that_is_not_trusted_leaves_nothing_in_a_transaction() throws Exception {
        TenantDataSource dataSource = TenantDataSource.builder(database.pool())
                .settingFunction("app.other_tenant")
                .build();
        ACME.run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> insert(connection, true)).isInstanceOf(TenantMismatchException.class);
            } catch (SQLException closing) {
                assertThat(closing.getSQLState()).startsWith("08");
            }
        });

        GLOBEX.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(Notes.read(connection, "select code from country")).isEmpty();
            }
        });
    }

    @Test
    void a_function_that_sets_locally_serves_as_well() throws Exception {
        TenantDataSource dataSource = TenantDataSource.builder(database.pool())
                .settingFunction("app.set_local")
                .build();
        String actor = "o'brien \\ \"x\"";
        ACME.withActor(actor).run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                for (boolean autoCommit : new boolean[] {true, false}) {
                    connection.setAutoCommit(autoCommit);
                    assertThat(Notes.read(connection, BODIES)).hasSize(3);
                    assertThat(Notes.readPrepared(
                                    connection, "select current_setting('app.current_actor') where 1 = ?", 1))
                            .containsExactly(actor);
                    insert(connection, false);
                    if (!autoCommit) {
                        connection.rollback();
                    }
                }
            }
        });
        try (Connection raw = database.pool().getConnection()) {
            assertThat(Notes.setting(raw)).isEmpty();
        }
    }

    @Test
    void settings_of_other_names_are_sent() throws Exception {
        TenantDataSource dataSource = TenantDataSource.builder(database.pool())
                .tenantSetting("my.own.tenant")
                .actorSetting("my.own.actor")
                .build();
        ACME.withActor("dana").run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                Notes.run(
                        connection,
                        "insert into note_of_other_settings values (1, '" + Notes.ACME_ID
                                + "', current_setting('my.own.actor'))");
                assertThat(Notes.read(connection, "select author from note_of_other_settings"))
                        .containsExactly("dana");
            }
        });
        GLOBEX.run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(Notes.read(connection, "select author from note_of_other_settings"))
                        .isEmpty();
            }
        });
    }
}
