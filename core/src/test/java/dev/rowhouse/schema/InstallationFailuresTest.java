package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class InstallationFailuresTest {
    @Test
    void the_scripts_own_words_are_the_message() {
        SQLException failure =
                new SQLException("ERROR: Installing Rowhouse 1: no. Do it.\n  Where: PL/pgSQL function x", "RH003");

        assertThat(InstallationFailures.explain(failure))
                .hasMessage("Installing Rowhouse 1: no. Do it.")
                .hasCause(failure);
    }

    @Test
    void a_connection_that_fails_points_at_the_data_source() {
        assertThat(InstallationFailures.explain(new SQLException("Connection to db:5432 refused.", "08001")))
                .hasMessage(
                        "Installing the database side of Rowhouse: no connection (Connection to db:5432 refused.). Check"
                                + " the URL and the login of the owner's data source.");
    }

    @Test
    void a_missing_privilege_says_which() {
        assertThat(InstallationFailures.explain(new SQLException("ERROR: permission denied for database d", "42501")))
                .hasMessage(
                        "Installing the database side of Rowhouse: permission denied for database d. Nothing was changed."
                                + " Log in as the role that owns the application's tables, and let the owner of the database"
                                + " grant it CREATE: grant create on database ... to ...");
    }

    @Test
    void anything_else_keeps_its_code() {
        assertThat(InstallationFailures.explain(new SQLException("ERROR: disk full", "53100")))
                .hasMessage(
                        "Installing the database side of Rowhouse: disk full (SQLSTATE 53100). Nothing was changed. Mend"
                                + " what the database names and install again.");
        assertThat(InstallationFailures.explain(new SQLException()).getMessage())
                .startsWith("Installing the database side of Rowhouse: null (SQLSTATE ");
    }
}
