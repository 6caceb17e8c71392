package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;

/** What leads back leads to the wrapper; what leads to the driver has the context, or fails closed. */
class WaysBackIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws Exception;
    }

    private static void forAcme(boolean autoCommit, Work work) throws Exception {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(autoCommit);
                work.on(connection);
                if (!autoCommit) {
                    connection.rollback();
                }
            }
        });
    }

    @Test
    void statements_and_results_lead_to_the_wrapper() throws Exception {
        forAcme(false, connection -> {
            try (Statement plain = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement(BODIES);
                    CallableStatement call = connection.prepareCall("{? = call notes_cursor()}");
                    PreparedStatement keys = connection.prepareStatement(
                            "insert into note (id) values (10)", Statement.RETURN_GENERATED_KEYS)) {
                for (Statement statement : new Statement[] {plain, prepared, call, keys}) {
                    assertThat(statement.getConnection()).isSameAs(connection);
                }
                assertThat(plain.executeQuery(BODIES).getStatement()).isSameAs(plain);
                assertThat(plain.getResultSet().getStatement()).isSameAs(plain);
                assertThat(prepared.executeQuery().getStatement()).isSameAs(prepared);
                keys.executeUpdate();
                assertThat(keys.getGeneratedKeys().getStatement()).isSameAs(keys);
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.execute();
                assertThat(((ResultSet) call.getObject(1)).getStatement()).isSameAs(call);
                ResultSet row = plain.executeQuery("select notes_cursor()");
                row.next();
                ResultSet cursor = (ResultSet) row.getObject(1);
                assertThat(cursor).isInstanceOf(TenantResultSet.class);
                assertThat(cursor.getStatement().getConnection()).isSameAs(connection);
                assertThat(Notes.column(cursor)).containsExactly("acme1", "acme2", "acme3", "null");
            }
        });
    }

    @Test
    void metadata_lead_to_the_wrapper_or_nowhere() throws Exception {
        forAcme(false, connection -> {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(metaData.getConnection()).isSameAs(connection);
            for (ResultSet rows : new ResultSet[] {
                metaData.getTables(null, "public", "note", null),
                metaData.getColumns(null, "public", "note", null),
                metaData.getPrimaryKeys(null, "public", "note"),
                metaData.getTypeInfo(),
                metaData.getIndexInfo(null, "public", "note", false, true),
                metaData.getSchemas(),
                metaData.getTableTypes(),
                metaData.getClientInfoProperties()
            }) {
                assertThat(rows).isInstanceOf(TenantResultSet.class);
                Notes.column(rows);
                assertThat(rows.getStatement()).isNull();
                rows.close();
            }
        });
    }

    @Test
    void arrays_lead_to_the_wrapper_or_nowhere() throws Exception {
        forAcme(true, connection -> {
            Array created = connection.createArrayOf("int4", new Object[] {1, 2});
            try (Statement statement = connection.createStatement()) {
                ResultSet row = statement.executeQuery("select array[1, 2] as a");
                row.next();
                for (Array array : new Array[] {
                    created,
                    row.getArray(1),
                    row.getArray("a"),
                    (Array) row.getObject(1),
                    (Array) row.getObject("a"),
                    row.getObject(1, Array.class),
                    row.getObject("a", Array.class)
                }) {
                    assertThat(array).isInstanceOf(TenantArray.class);
                    assertThat(array.toString().replace("\"", "")).isEqualTo("{1,2}");
                    for (ResultSet rows : new ResultSet[] {
                        array.getResultSet(), array.getResultSet(1, 1), array.getResultSet(Map.of())
                    }) {
                        assertThat(rows).isInstanceOf(TenantResultSet.class);
                        assertThat(rows.getStatement()).isNull();
                        rows.close();
                    }
                    assertThat((Object[]) array.getArray()).containsExactly(1, 2);
                }
            }
        });
    }

    // ---- unwrap

    private static String copyOut(Connection connection) throws SQLException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select body from note order by id) to stdout", out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void copy_in_a_transaction_sees_the_tenant_s_rows() throws Exception {
        forAcme(false, connection -> {
            assertThat(copyOut(connection)).isEqualTo("acme1\nacme2\nacme3\n");
            connection.rollback();
            Savepoint savepoint = connection.setSavepoint();
            assertThat(copyOut(connection)).isEqualTo("acme1\nacme2\nacme3\n");
            connection.rollback(savepoint);
            assertThat(copyOut(connection)).isEqualTo("acme1\nacme2\nacme3\n");
        });
    }

    @Test
    void copy_in_autocommit_fails_closed() throws Exception {
        forAcme(true, connection -> {
            assertThat(Notes.read(connection, BODIES)).hasSize(3);
            assertThatThrownBy(() -> copyOut(connection))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("42704", "22P02"));
        });
    }

    @Test
    void the_driver_s_connection_fails_closed_once_the_transaction_is_over() throws Exception {
        forAcme(false, connection -> {
            PgConnection driver = connection.unwrap(PgConnection.class);
            assertThat(Notes.read(driver, BODIES)).hasSize(3);
            connection.commit();

            assertThatThrownBy(() -> Notes.read(driver, BODIES)).isInstanceOf(SQLException.class);
        });
    }

    @Test
    void the_driver_s_statement_has_the_context_in_a_transaction() throws Exception {
        forAcme(false, connection -> {
            try (Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement(BODIES)) {
                assertThat(prepared.unwrap(PGStatement.class).getPrepareThreshold())
                        .isEqualTo(5);
                assertThat(Notes.column(((PreparedStatement) prepared.unwrap(PGStatement.class)).executeQuery()))
                        .hasSize(3);
                connection.commit();
                assertThat(Notes.read(((Statement) statement.unwrap(PGStatement.class)).getConnection(), BODIES))
                        .hasSize(3);
                connection.commit();
                assertThat(Notes.readPrepared(prepared)).hasSize(3);
            }
        });
        forAcme(true, connection -> {
            try (PreparedStatement prepared = connection.prepareStatement(BODIES)) {
                PreparedStatement driver = (PreparedStatement) prepared.unwrap(PGStatement.class);
                assertThatThrownBy(driver::executeQuery).isInstanceOf(SQLException.class);
                assertThat(Notes.readPrepared(prepared)).hasSize(3);
            }
        });
    }

    @Test
    void the_threshold_of_a_prepared_statement_can_be_set() throws Exception {
        forAcme(false, connection -> {
            try (PreparedStatement prepared = connection.prepareStatement("select body from note where id = ?")) {
                prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
                for (int i = 1; i <= 3; i++) {
                    assertThat(Notes.readPrepared(prepared, i)).containsExactly("acme" + i);
                }
                assertThat(Notes.read(
                                connection,
                                "select count(*) from pg_prepared_statements where statement like '%note%'"))
                        .containsExactly("1");
            }
        });
    }

    @Test
    void wrappers_know_what_they_wrap() throws Exception {
        forAcme(true, connection -> {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection.isWrapperFor(Connection.class)).isTrue();
            assertThat(connection.isWrapperFor(String.class)).isFalse();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
            try (PreparedStatement statement = connection.prepareStatement(BODIES);
                    ResultSet rows = statement.executeQuery()) {
                assertThat(statement.unwrap(PreparedStatement.class)).isSameAs(statement);
                assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
                assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
                assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
            }
            assertThat(connection.getMetaData().unwrap(DatabaseMetaData.class))
                    .isInstanceOf(TenantDatabaseMetaData.class);
        });
    }

    @Test
    void the_data_source_leads_to_the_pool() throws Exception {
        TenantDataSource dataSource = database.dataSource();

        assertThat(dataSource.unwrap(HikariDataSource.class)).isSameAs(database.pool());
        assertThat(dataSource.unwrap(TenantDataSource.class)).isSameAs(dataSource);
        assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
        assertThat(dataSource.isWrapperFor(String.class)).isFalse();
        assertThatThrownBy(() -> dataSource.unwrap(String.class)).isInstanceOf(SQLException.class);
        ACME.run(() -> {
            try (Connection raw = dataSource.unwrap(HikariDataSource.class).getConnection()) {
                assertThatThrownBy(() -> Notes.read(raw, BODIES))
                        .as("a connection from the pool itself has no tenant")
                        .isInstanceOf(SQLException.class);
            }
        });
    }

    @Test
    void unwrapping_inside_a_transaction_needs_a_tenant_where_one_is_required() throws Exception {
        TenantDataSource strict =
                TenantDataSource.builder(database.pool()).requireTenant().build();
        try (Connection connection = strict.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> connection.unwrap(PGConnection.class)).isInstanceOf(MissingTenantException.class);
        }
    }
}
