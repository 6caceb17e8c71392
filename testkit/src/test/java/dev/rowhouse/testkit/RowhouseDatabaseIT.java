package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowhouseDatabaseIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .script("/pets.sql")
            .setUp(RowhouseDatabaseIT::addPet)
            .poolSize(2)
            .connectionProperty("prepareThreshold", "1")
            .build();

    private static void addPet(RowhouseDatabase database) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into pet (name) values ('Zoë')");
        }
    }

    @Test
    void the_application_role_reads_what_scripts_and_set_ups_made() throws SQLException {
        String name = text(database.pool(), "select string_agg(name, ', ' order by name) from pet");

        assertThat(name).isEqualTo("Añil, Zoë");
    }

    @Test
    void the_application_role_is_neither_superuser_nor_owner_nor_bypasses_row_level_security() throws SQLException {
        String role = text(database.pool(), "select current_user");
        String privileges = text(
                database.superuser(),
                "select rolsuper || ' ' || rolbypassrls || ' ' || rolcreaterole || ' ' || rolcreatedb from pg_roles"
                        + " where rolname = '" + database.applicationRole() + "'");

        assertThat(role).isEqualTo(database.applicationRole());
        assertThat(privileges).isEqualTo("false false false false");
        assertThatThrownBy(() -> text(database.pool(), "drop table pet"))
                .hasMessageContaining("must be owner of table pet");
    }

    @Test
    void the_owner_owns_the_database_and_is_no_superuser() throws SQLException {
        String owner = text(
                database.owner(),
                "select pg_get_userbyid(datdba) || ' ' || current_setting('is_superuser') from pg_database"
                        + " where datname = current_database()");

        assertThat(owner).isEqualTo(database.ownerRole() + " off");
    }

    @Test
    void frameworks_can_connect_by_url_role_and_password() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                database.jdbcUrl(), database.applicationRole(), database.applicationPassword())) {
            assertThat(connection.getCatalog()).isEqualTo(database.databaseName());
        }
        assertThat(database.jdbcUrl())
                .contains(database.host(), String.valueOf(database.port()))
                .doesNotContain("user=", "password=");
    }

    @Test
    void connection_properties_reach_the_pool() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            assertThat(connection.unwrap(org.postgresql.PGConnection.class).getPrepareThreshold())
                    .isEqualTo(1);
        }
    }

    @Test
    void rowhouse_is_not_installed_where_that_was_asked_for() throws SQLException {
        assertThat(text(database.owner(), "select to_regnamespace('rowhouse')")).isNull();
    }

    @Nested
    class InANestedClass {
        @Test
        void the_database_is_the_same() throws SQLException {
            assertThat(text(database.pool(), "select current_database()")).isEqualTo(database.databaseName());
        }
    }

    private static @Nullable String text(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_database_can_be_started_without_junit() throws SQLException {
        String url;
        try (RowhouseDatabase own =
                RowhouseDatabase.builder().withoutRowhouse().script("/pets.sql").start()) {
            url = own.jdbcUrl();

            assertThat(url).isNotEqualTo(database.jdbcUrl());
            try (Connection connection = own.owner().getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }

        String gone = url;
        assertThatThrownBy(() -> DriverManager.getConnection(
                                gone, database.applicationRole(), database.applicationPassword())
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_database_whose_set_up_fails_is_dropped() {
        List<String> names = new ArrayList<>();

        assertThatThrownBy(() -> RowhouseDatabase.builder()
                        .setUp(started -> {
                            names.add(started.databaseName());
                            throw new IOException("no file");
                        })
                        .start())
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("a set-up failed: no file");

        assertThat(names).hasSize(1);
    }
}
