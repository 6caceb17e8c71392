package dev.rowhouse.connection;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.SigningKey;
import dev.rowhouse.TenantContext;
import dev.rowhouse.isolation.IsolationCheck;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PreferQueryMode;
import org.slf4j.LoggerFactory;

/**
 * A data source whose connections tell PostgreSQL who is asking: the first statement of each transaction carries the
 * {@link dev.rowhouse.TenantContext} that is bound to the calling thread, and row-level security does the rest.
 *
 * <pre>{@code
 * DataSource dataSource = TenantDataSource.wrap(hikari);
 * }</pre>
 *
 * <p>It stands <em>outside</em> the pool. The context is set for one transaction and never for the session, so that
 * nothing stays on a pooled connection, and behind PgBouncer in transaction mode neither. It costs no round trip where the
 * driver can run two statements in one execution; where it cannot (JDBC batches, generated keys, calls, updatable
 * results) one statement goes in front.
 *
 * <p>The context of a transaction is fixed when its first statement runs. A statement or an open cursor under another
 * context throws {@link dev.rowhouse.TenantMismatchException}. Without a context, statements run with no tenant set:
 * the database refuses tables under row-level security and serves the others, unless {@link Builder#requireTenant()}
 * refuses them all.
 *
 * <p>The first connection is checked: with a role that no policy binds, or tables of tenants without row-level security, an
 * {@link dev.rowhouse.isolation.IsolationCheckException} says what to do, unless {@link Builder#isolationCheck} says otherwise.
 *
 * <p>{@code unwrap} leads to the pool and the driver. What is done with them is not watched: inside a transaction the
 * context is sent before a connection or statement of the driver is handed out, and anything later runs without a
 * tenant, which the database refuses.
 *
 * <p>Safe for use by many threads; its connections are for one thread at a time, as any.
 *
 * @since 0.1
 */
public final class TenantDataSource implements DataSource {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(TenantDataSource.class);

    private final DataSource pool;
    private final Settings settings;
    private final IsolationCheck isolationCheck;
    private volatile boolean checked;

    /** Names that were given with a password, and whose roles are checked. */
    private final Set<String> checkedUsers = ConcurrentHashMap.newKeySet();

    private volatile boolean stringsTyped = true;

    /** Whether the process that the driver names is the one that serves the connection. Behind PgBouncer it is not. */
    private volatile boolean backendKnown;

    private TenantDataSource(DataSource pool, Settings settings, IsolationCheck isolationCheck) {
        this.pool = pool;
        this.settings = settings;
        this.isolationCheck = isolationCheck;
    }

    /**
     * Wraps a pool, with the default settings {@code app.current_tenant_id} and {@code app.current_actor}.
     *
     * @param pool gives connections of the PostgreSQL driver, as an ordinary role
     * @return the wrapped pool
     * @throws IllegalArgumentException if the pool is wrapped already
     */
    public static TenantDataSource wrap(DataSource pool) {
        return builder(pool).build();
    }

    /**
     * Begins to wrap a pool.
     *
     * @param pool gives connections of the PostgreSQL driver, as an ordinary role
     * @return a builder
     * @throws IllegalArgumentException if the pool is wrapped already
     */
    public static Builder builder(DataSource pool) {
        requireNonNull(pool, "pool");
        if (pool instanceof TenantDataSource) {
            throw new IllegalArgumentException(
                    "Wrapping a data source: it is a TenantDataSource already." + " Wrap the pool itself, once.");
        }
        return new Builder(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrapped(pool.getConnection(), Pin.NONE);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        Connection raw = pool.getConnection(username, password);
        if (!checkedUsers.contains(username)) {
            check(raw);
            checkedUsers.add(username);
        }
        return tenantConnection(raw, Pin.NONE);
    }

    /**
     * Returns a connection that serves one tenant only, or only work without a tenant, for as long as it is open. For
     * object-relational mappers, whose sessions hold rows of one tenant and must never ask for another's.
     *
     * @param tenantId the tenant, or null for work without one
     * @return a connection whose statements throw {@link dev.rowhouse.TenantMismatchException} under another context
     * @throws dev.rowhouse.TenantMismatchException if the current context is another already; the pool is not asked
     * @throws SQLException if the pool has no connection to give
     */
    public Connection getConnectionFor(@Nullable UUID tenantId) throws SQLException {
        Pin pin = Pin.to(tenantId);
        pin.require(TenantContext.current().orElse(null));
        return wrapped(pool.getConnection(), pin);
    }

    /**
     * Returns a connection for work that belongs to no tenant, on purpose: what a framework asks at its start, a lookup of
     * tenants. It works without a tenant also where {@link Builder#requireTenant()} was asked for; tables under row-level
     * security stay closed to it.
     *
     * @return a connection whose statements throw {@link dev.rowhouse.TenantMismatchException} under a tenant
     * @throws SQLException if the pool has no connection to give
     */
    public Connection getConnectionWithoutTenant() throws SQLException {
        return wrapped(pool.getConnection(), Pin.TENANTLESS);
    }

    private Connection wrapped(Connection raw, Pin pin) throws SQLException {
        if (!checked) {
            check(raw);
            log.info(
                    "Transactions carry the tenant as {}", settings.contextSql().tenantSetting());
            checked = true;
        }
        return tenantConnection(raw, pin);
    }

    private TenantConnection tenantConnection(Connection raw, Pin pin) throws SQLException {
        int backend = backendKnown ? raw.unwrap(PGConnection.class).getBackendPID() : 0;
        return new TenantConnection(raw, settings, stringsTyped, pin, backend);
    }

    /**
     * Refuses a driver, or a mode of it, that would send the context wrongly, and a role that no policy binds. Once is enough: a
     * pool has one URL and one user.
     */
    private void check(Connection raw) throws SQLException {
        try {
            if (!raw.isWrapperFor(PGConnection.class)) {
                throw new RowhouseException("Opening a connection through TenantDataSource: it is a "
                        + raw.getClass().getName()
                        + ", which leads to no connection of the PostgreSQL driver. Wrap a pool whose JDBC URL begins"
                        + " with jdbc:postgresql:");
            }
            if (raw.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
                throw new RowhouseException("Opening a connection through TenantDataSource: its URL says"
                        + " preferQueryMode=simple, which writes the tenant into the text of queries, where other sessions"
                        + " can read it. Remove preferQueryMode from the JDBC URL.");
            }
            stringsTyped = !raw.isWrapperFor(BaseConnection.class)
                    || raw.unwrap(BaseConnection.class).getStringVarcharFlag();
            backendKnown = settings.contextSql().isSigned() && isServedByItsBackend(raw);
            isolationCheck.check(raw);
        } catch (SQLException | RuntimeException e) {
            try {
                raw.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static boolean isServedByItsBackend(Connection raw) throws SQLException {
        try (Statement statement = raw.createStatement();
                ResultSet row = statement.executeQuery("select pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getInt(1) == raw.unwrap(PGConnection.class).getBackendPID();
        } finally {
            if (!raw.getAutoCommit()) {
                raw.rollback();
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    /**
     * Not supported: a connection that came from the pool's own builder would not be wrapped.
     *
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "Creating a connection builder: its connections would not carry the tenant. Call getConnection().",
                "0A000");
    }

    @Override
    public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
        return pool.createShardingKeyBuilder();
    }

    /**
     * Leads to the pool: {@code unwrap(HikariDataSource.class)}. Connections that are taken from it directly carry no
     * tenant.
     */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(pool) || pool.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "TenantDataSource[" + pool + "]";
    }

    /** What all connections of one data source share. */
    record Settings(
            ContextSql contextSql,
            boolean tenantRequired,
            SqlTexts texts,
            @Nullable Listener listener) {}

    /**
     * Told what happens on the connections of a data source, such as for metrics. Its methods are called by the threads that do the
     * work, one event at a time for each, many threads at once. They must be quick, throw nothing, and leave the data source alone.
     * Without a listener nothing is spent on one.
     *
     * @since 0.1
     */
    public interface Listener {
        /**
         * A transaction begins with its first statement. In autocommit each statement is one.
         *
         * @param context for whom, or null if there is no tenant
         */
        default void began(@Nullable TenantContext context) {}

        /**
         * The context went to the database by a statement of its own, because that of the application cannot carry it: one round trip more.
         *
         * @param context what was sent
         */
        default void sentAlone(TenantContext context) {}

        /**
         * A statement failed because there was no tenant.
         *
         * @param refusal an {@link SQLException} of the database, or the {@link dev.rowhouse.MissingTenantException} of a data source that
         *     requires a tenant
         */
        default void tenantMissing(Exception refusal) {}

        /**
         * A statement was refused although there may have been a tenant: by row-level security, for want of a privilege, by the database
         * side of Rowhouse, or because it belonged to another context than its transaction or connection. Errors that have nothing to do
         * with tenants are not reported.
         *
         * @param context for whom it ran, or null if there was no tenant
         * @param refusal an {@link SQLException} with SQLState 42501 or of class RH, or a {@link dev.rowhouse.TenantMismatchException}
         */
        default void refused(@Nullable TenantContext context, Exception refusal) {}
    }

    /**
     * Options of a {@link TenantDataSource}. Setting one twice throws {@link IllegalStateException}.
     *
     * @since 0.1
     */
    public static final class Builder {
        /** A custom setting of PostgreSQL: names joined by dots, at least two. */
        private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");

        private static final Pattern FUNCTION = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");

        private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);

        private final DataSource pool;
        private @Nullable String tenantSetting;
        private @Nullable String actorSetting;
        private @Nullable String settingFunction;
        private boolean tenantRequired;
        private @Nullable SigningKey signingKey;
        private @Nullable Duration contextLifetime;
        private @Nullable IsolationCheck isolationCheck;
        private @Nullable Listener listener;

        private Builder(DataSource pool) {
            this.pool = pool;
        }

        /**
         * Names the setting that the policies read. Default: {@code app.current_tenant_id}.
         *
         * @param name two or more names joined by dots, as PostgreSQL wants a custom setting
         * @return this builder
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder tenantSetting(String name) {
            refuseTwice("tenantSetting", tenantSetting);
            tenantSetting = requireMatch("tenantSetting", SETTING, name, "app.current_tenant_id");
            return this;
        }

        /**
         * Names the setting that holds the actor. Default: {@code app.current_actor}. It is sent only where the context
         * has an actor.
         *
         * @param name two or more names joined by dots, as PostgreSQL wants a custom setting
         * @return this builder
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder actorSetting(String name) {
            refuseTwice("actorSetting", actorSetting);
            actorSetting = requireMatch("actorSetting", SETTING, name, "app.current_actor");
            return this;
        }

        /**
         * Names a function of the database that is called in place of {@code set_config}, for engines that pass only
         * {@code set local} on to their workers. It takes (setting text, value text), sets the setting for the
         * transaction and returns the value.
         *
         * @param name a schema and a function, in lower case, joined by a dot
         * @return this builder
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder settingFunction(String name) {
            refuseTwice("settingFunction", settingFunction);
            settingFunction = requireMatch("settingFunction", FUNCTION, name, "app.set_local");
            return this;
        }

        /**
         * Refuses statements without a tenant in Java, with {@link dev.rowhouse.MissingTenantException}, before they
         * reach the database. Default: they run with no tenant set.
         *
         * @return this builder
         */
        public Builder requireTenant() {
            if (tenantRequired) {
                throw new IllegalStateException(
                        "Building a TenantDataSource: requireTenant() was called twice." + " Call it once.");
            }
            tenantRequired = true;
            return this;
        }

        /**
         * Signs each context with a key that the database knows, so that SQL which was injected cannot make one of its own. Default:
         * contexts are not signed. The database's side is {@link dev.rowhouse.schema.RowhouseSchema.Builder#signingKey}.
         *
         * <p>A signed context is bound to its connection (not behind PgBouncer, which is found out) and to a
         * {@linkplain #contextLifetime time}, and carries the actor too, so that {@link #actorSetting} is not used.
         *
         * @param key as the database knows it
         * @return this builder
         */
        public Builder signingKey(SigningKey key) {
            if (signingKey != null) {
                throw new IllegalStateException(
                        "Building a TenantDataSource: signingKey was set to " + signingKey + " already. Set it once.");
            }
            signingKey = requireNonNull(key, "key");
            return this;
        }

        /**
         * Says for how long a signed context can begin transactions. Those that have begun go on. Default: one minute, so that the clocks of
         * application and database may differ by as much.
         *
         * @param lifetime a second or more, a day or less
         * @return this builder
         * @throws IllegalArgumentException if it is shorter or longer
         */
        public Builder contextLifetime(Duration lifetime) {
            if (contextLifetime != null) {
                throw new IllegalStateException("Building a TenantDataSource: contextLifetime was set to "
                        + contextLifetime + " already. Set it once.");
            }
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("Building a TenantDataSource: contextLifetime " + lifetime
                        + " is out of range. Give one second to one day.");
            }
            contextLifetime = lifetime;
            return this;
        }

        /**
         * Says what happens if row-level security does not bind the role that the pool logs in as, or leaves tables of tenants
         * open to it. Default: {@link IsolationCheck#refuse()}, with the first connection.
         *
         * @param check looks once
         * @return this builder
         */
        public Builder isolationCheck(IsolationCheck check) {
            if (isolationCheck != null) {
                throw new IllegalStateException(
                        "Building a TenantDataSource: isolationCheck was set already. Set it once.");
            }
            isolationCheck = requireNonNull(check, "check");
            return this;
        }

        /**
         * Names who is told what happens on the connections. Default: nobody.
         *
         * @param told safe for use by many threads
         * @return this builder
         */
        public Builder listener(Listener told) {
            if (listener != null) {
                throw new IllegalStateException("Building a TenantDataSource: listener was set already. Set it once.");
            }
            listener = requireNonNull(told, "told");
            return this;
        }

        /**
         * Wraps the pool.
         *
         * @return the wrapped pool
         * @throws IllegalStateException if tenant and actor have the same setting, or there is a lifetime without a key
         */
        public TenantDataSource build() {
            String tenant = tenantSetting == null ? "app.current_tenant_id" : tenantSetting;
            String actor = actorSetting == null ? "app.current_actor" : actorSetting;
            if (tenant.equalsIgnoreCase(actor)) {
                throw new IllegalStateException("Building a TenantDataSource: tenant and actor both have the setting "
                        + tenant + ". Give them two.");
            }
            if (contextLifetime != null && signingKey == null) {
                throw new IllegalStateException(
                        "Building a TenantDataSource: contextLifetime is for signed contexts, and"
                                + " there is no signingKey. Give one, or leave out the lifetime.");
            }
            ContextSql.Signing signing = signingKey == null
                    ? null
                    : new ContextSql.Signing(
                            signingKey,
                            contextLifetime == null ? DEFAULT_LIFETIME : contextLifetime,
                            Clock.systemUTC());
            ContextSql contextSql = new ContextSql(tenant, actor, settingFunction, signing);
            return new TenantDataSource(
                    pool,
                    new Settings(contextSql, tenantRequired, new SqlTexts(), listener),
                    isolationCheck == null ? IsolationCheck.refuse() : isolationCheck);
        }

        private static void refuseTwice(String option, @Nullable String set) {
            if (set != null) {
                throw new IllegalStateException(
                        "Building a TenantDataSource: " + option + " was set to " + set + " already. Set it once.");
            }
        }

        private static String requireMatch(String option, Pattern pattern, String name, String example) {
            requireNonNull(name, option);
            if (!pattern.matcher(name).matches()) {
                throw new IllegalArgumentException("Building a TenantDataSource: " + option + " \"" + name
                        + "\" is not a name of the form " + example + ". Give one that is.");
            }
            return name;
        }
    }
}
