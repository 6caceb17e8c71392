package dev.rowhouse.schema;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.SigningKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Installs and upgrades the database side of Rowhouse: the schema {@code rowhouse} with the functions that policies,
 * defaults and triggers call, and {@code rowhouse.protect_table}.
 *
 * <pre>{@code
 * RowhouseSchema.builder().applicationRole("app_user").build().installOn(owner);
 * }</pre>
 *
 * <p>The data source logs in as the role that owns the application's tables, not as the application role. The role needs
 * {@code CREATE} on the database; no superuser is needed.
 *
 * <p>Installing can run at every start and from many instances at once: one of them installs, the others wait for it. A
 * version that is there already is left alone. An older one is upgraded, a newer one refused. Either everything takes
 * effect or nothing does.
 *
 * <p>The same script can be run by psql, Flyway or Liquibase; see {@link #script()}.
 *
 * <p>Instances are immutable and safe for use by many threads.
 *
 * @since 0.1
 */
public final class RowhouseSchema {
    private final Map<String, String> options;
    private final List<SigningKey> signingKeys;
    private final SchemaScript script;

    private RowhouseSchema(Map<String, String> options, List<SigningKey> signingKeys, SchemaScript script) {
        this.options = options;
        this.signingKeys = signingKeys;
        this.script = script;
    }

    /**
     * Installs or upgrades the database side with default settings and no application role. Register roles later with
     * {@code select rowhouse.register_application_role('app_user')}, or name them in each call of
     * {@code rowhouse.protect_table}.
     *
     * @param owner logs in as the role that owns the application's tables
     * @throws RowhouseException if the database refused, or a newer version is installed
     */
    public static void install(DataSource owner) {
        builder().build().installOn(owner);
    }

    /**
     * Starts to choose how to install.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the script that installing runs: one idempotent statement in plain SQL, for whoever installs with psql,
     * Flyway or Liquibase. It is also the class path resource
     * {@code dev/rowhouse/schema/beforeMigrate__rowhouse.sql}.
     *
     * @return the script's text
     */
    public static String script() {
        return SchemaScript.bundled().sql();
    }

    /**
     * Installs or upgrades the database side.
     *
     * @param owner logs in as the role that owns the application's tables
     * @throws RowhouseException if the database refused, a newer version is installed, or the settings differ from those
     *     that the database was installed with
     */
    public void installOn(DataSource owner) {
        requireNonNull(owner, "owner");
        try (Connection connection = owner.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException failure) {
            throw InstallationFailures.explain(failure);
        }
    }

    private void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Whoever waited for the script's lock must see what the one before has committed.
            statement.execute("set transaction isolation level read committed, read write");
        }
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
            for (Map.Entry<String, String> option : options.entrySet()) {
                statement.setString(1, option.getKey());
                statement.setString(2, option.getValue());
                statement.execute();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(script.sql());
        }
        if (!signingKeys.isEmpty()) {
            insistOnSignedContexts(connection);
        }
    }

    private void insistOnSignedContexts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select rowhouse.add_signing_key(?, ?)")) {
            for (SigningKey key : signingKeys) {
                statement.setInt(1, key.id());
                statement.setBytes(2, key.secret());
                statement.execute();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select rowhouse.sign_contexts() from rowhouse.configuration where not signed");
        }
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /**
     * Chooses how to install. What is left out keeps the value that the database was installed with, or its default.
     *
     * <p>Not safe for use by many threads.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final Set<String> applicationRoles = new LinkedHashSet<>();
        private final Map<String, String> options = new TreeMap<>();
        private final List<SigningKey> signingKeys = new ArrayList<>();
        private SchemaScript script = SchemaScript.bundled();

        private Builder() {}

        /**
         * Registers a role that applications log in with. {@code rowhouse.protect_table} grants the use of tables to
         * the registered roles unless a call names another. May be called for several roles.
         *
         * @param role an existing role, as PostgreSQL stores its name (no quotes; no commas); neither superuser nor owner,
         *     and without BYPASSRLS
         * @return this builder
         * @throws IllegalArgumentException if the name is blank or contains a comma
         * @throws IllegalStateException if the role was given before
         */
        public Builder applicationRole(String role) {
            requireNonNull(role, "role");
            if (role.isBlank() || role.indexOf(',') >= 0) {
                throw new IllegalArgumentException("Naming an application role: \"" + role
                        + "\" is blank or contains a comma. Give the name of one"
                        + " role, and call applicationRole again for another.");
            }
            if (!applicationRoles.add(role)) {
                throw new IllegalStateException(
                        "Naming an application role: \"" + role + "\" was named before. Name each role once.");
            }
            return this;
        }

        /**
         * Chooses the PostgreSQL setting that carries the tenant. Default: {@code app.current_tenant_id}.
         *
         * @param name two or more words joined by dots; the same as on the data source of the application
         * @return this builder
         * @throws IllegalStateException if it was chosen before
         */
        public Builder tenantSetting(String name) {
            return option("rowhouse.tenant_setting", "tenantSetting", name);
        }

        /**
         * Chooses the PostgreSQL setting that carries the actor. Default: {@code app.current_actor}.
         *
         * @param name two or more words joined by dots; the same as on the data source of the application
         * @return this builder
         * @throws IllegalStateException if it was chosen before
         */
        public Builder actorSetting(String name) {
            return option("rowhouse.actor_setting", "actorSetting", name);
        }

        /**
         * Insists on contexts that are signed with this key, so that SQL which was injected cannot become another tenant. May be called
         * for several keys: contexts that any of them signed are believed. {@code rowhouse.retire_signing_key} forgets one,
         * {@code rowhouse.sign_contexts(false)} gives up signing; leaving out keys here does neither.
         *
         * @param key as the applications have it, {@link dev.rowhouse.connection.TenantDataSource.Builder#signingKey}
         * @return this builder
         */
        public Builder signingKey(SigningKey key) {
            signingKeys.add(requireNonNull(key, "key"));
            return this;
        }

        Builder script(SchemaScript replacement) {
            this.script = replacement;
            return this;
        }

        /**
         * Builds the installer. Nothing is installed yet.
         *
         * @return the installer
         */
        public RowhouseSchema build() {
            Map<String, String> chosen = new TreeMap<>(options);
            if (!applicationRoles.isEmpty()) {
                chosen.put("rowhouse.application_role", String.join(",", applicationRoles));
            }
            return new RowhouseSchema(Map.copyOf(chosen), List.copyOf(signingKeys), script);
        }

        private Builder option(String option, String method, String value) {
            requireNonNull(value, "name");
            if (options.putIfAbsent(option, value) != null) {
                throw new IllegalStateException("Calling " + method + "(\"" + value + "\"): it was \""
                        + options.get(option) + "\" before. Call it once.");
            }
            return this;
        }
    }
}
