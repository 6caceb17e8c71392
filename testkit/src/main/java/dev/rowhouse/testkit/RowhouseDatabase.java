package dev.rowhouse.testkit;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.SigningKey;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.schema.RowhouseSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A JUnit extension that gives each test class a PostgreSQL database of its own, and fails a test that leaves anything
 * behind.
 *
 * <pre>{@code
 * class AppointmentsIT {
 *     @RegisterExtension
 *     static final RowhouseDatabase database =
 *             RowhouseDatabase.builder().script("/schema.sql").build();
 * }
 * }</pre>
 *
 * <p>The server is, in this order: the one that the property {@code rowhouse.test.url} names; a container, if
 * {@code rowhouse.test.containers} is {@code true}; an embedded one, started once in a JVM. The guide "Testing" lists the
 * properties. On the server the extension creates a database, an owner role, which runs the scripts and set-ups, and an
 * ordinary application role, which the tests work as: neither superuser nor owner, and bound by row-level security. That
 * is asserted before the first test. After the class all of it is dropped.
 *
 * <p>After each test, and once more after the class, the extension looks for a tenant that is still bound to the thread, a
 * connection that is still checked out of {@link #pool()}, a transaction that is still open, and a pooled connection that
 * still has a tenant. All findings fail the test in one error; a failure of the test itself stays the first.
 *
 * <p>The field must be static. The tests of one class run one after another; different classes may run in parallel, each
 * with a field of its own.
 *
 * @since 0.1
 */
public final class RowhouseDatabase
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
    private final Options options;
    private final Namespace namespace = Namespace.create(RowhouseDatabase.class, this);
    private final AtomicInteger runningTests = new AtomicInteger();
    private volatile @Nullable Running running;
    private @Nullable TestDatabase own;

    private RowhouseDatabase(Options options) {
        this.options = options;
    }

    /**
     * Returns a builder with the defaults: Rowhouse is installed, nothing else.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what an application works with: the application role's pool, wrapped so that each transaction carries the
     * current tenant. For a data source with other options, wrap {@link #pool()}.
     *
     * @return the data source
     */
    public TenantDataSource dataSource() {
        return running().dataSource();
    }

    /**
     * Returns the application role's connection pool, without Rowhouse around it.
     *
     * @return the pool; the extension closes it
     */
    public HikariDataSource pool() {
        return database().pool();
    }

    /**
     * Returns unpooled connections of the owner of the database and its tables.
     *
     * @return a data source
     */
    public DataSource owner() {
        return database().as(database().owner());
    }

    /**
     * Returns unpooled connections of a superuser, for what only such a role may do. Nothing that is read or written this
     * way says anything about isolation.
     *
     * @return a data source
     */
    public DataSource superuser() {
        return database().superuser();
    }

    /**
     * Returns unpooled connections of the application role through a proxy that counts its round trips.
     *
     * @param proxy a proxy to this server
     * @return a data source
     */
    public DataSource through(RoundTripProxy proxy) {
        requireNonNull(proxy, "proxy");
        PGSimpleDataSource dataSource = database().as(database().application());
        options.applyTo(dataSource);
        dataSource.setSslMode("disable");
        dataSource.setServerNames(new String[] {"localhost"});
        dataSource.setPortNumbers(new int[] {proxy.port()});
        return dataSource;
    }

    /**
     * Returns the name of the application role: lower case, needs no quotes.
     *
     * @return the role
     */
    public String applicationRole() {
        return database().application().name();
    }

    /**
     * Returns the password of the application role, for frameworks that open their own connections.
     *
     * @return the password
     */
    public String applicationPassword() {
        return database().application().password();
    }

    /**
     * Returns the name of the owner role: lower case, needs no quotes.
     *
     * @return the role
     */
    public String ownerRole() {
        return database().owner().name();
    }

    /**
     * Returns the password of the owner role, for tools that open their own connections.
     *
     * @return the password
     */
    public String ownerPassword() {
        return database().owner().password();
    }

    /**
     * Returns the server's host.
     *
     * @return a name or an address
     */
    public String host() {
        return database().superuser().getServerNames()[0];
    }

    /**
     * Returns the server's port.
     *
     * @return the port
     */
    public int port() {
        return database().superuser().getPortNumbers()[0];
    }

    /**
     * Returns the name of the database.
     *
     * @return the name
     */
    public String databaseName() {
        return database().name();
    }

    /**
     * Returns the URL of the database, without user and password.
     *
     * @return a JDBC URL
     */
    public String jdbcUrl() {
        return requireNonNull(database().superuser().getURL());
    }

    private TestDatabase database() {
        return running().database();
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("Asked the test database for something: it is not running. Declare it as"
                    + " \"@RegisterExtension static final RowhouseDatabase\" and ask from the test class's set-up"
                    + " or tests.");
        }
        return now;
    }

    /** Creates the database before the first test of a class; JUnit calls it. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Store store = context.getStore(namespace);
        if (store.get(Running.class) != null) {
            return; // a nested class uses the database of the class around it
        }
        if (running != null) {
            throw new IllegalStateException("Starting the test database for " + context.getDisplayName()
                    + ": another class is using the same extension object at this moment. Give each class that runs in"
                    + " parallel a field of its own.");
        }
        ServerSettings settings = ServerSettings.read(context::getConfigurationParameter, System::getenv);
        TestDatabase created =
                TestDatabase.create(PostgresServers.get(settings), options.poolSize(), options.connectionProperties());
        store.put(TestDatabase.class, created); // JUnit closes it after the class, whatever happens from here
        Running started = opened(created);
        store.put(Running.class, started);
        setUp(started);
    }

    private Running opened(TestDatabase created) {
        return new Running(
                created,
                options.wrap(created.pool()),
                new LeakCheck(created, options.tenantSetting(), options.actorSetting()),
                () -> running = null);
    }

    private void setUp(Running started) throws Exception {
        running = started;
        if (options.installRowhouse()) {
            options.schema(applicationRole()).installOn(owner());
        }
        for (Step step : options.steps()) {
            step.run(this);
        }
        started.database().verifyApplicationRole();
    }

    private void start() throws Exception {
        ServerSettings settings =
                ServerSettings.read(name -> Optional.ofNullable(System.getProperty(name)), System::getenv);
        TestDatabase created =
                TestDatabase.create(PostgresServers.get(settings), options.poolSize(), options.connectionProperties());
        own = created;
        setUp(opened(created));
    }

    /**
     * Drops a database that {@link Builder#start()} has created. One that JUnit started is JUnit's.
     *
     * @throws SQLException if the database or its roles cannot be dropped
     */
    @Override
    public void close() throws SQLException {
        TestDatabase created = own;
        own = null;
        if (created != null) {
            running = null;
            created.close();
        }
    }

    /** Notes what was there before the test; JUnit calls it. */
    @Override
    public void beforeEach(ExtensionContext context) {
        int testsNow = runningTests.incrementAndGet();
        running();
        TenantContext.current().ifPresent(bound -> context.getStore(namespace).put(TenantContext.class, bound));
        if (testsNow > 1) {
            throw new IllegalStateException("Starting test " + context.getDisplayName()
                    + ": another test of the class is running on the same database, so that leaks could not be told"
                    + " apart. Annotate the class with @Execution(ExecutionMode.SAME_THREAD).");
        }
    }

    /** Fails the test if it left anything behind; JUnit calls it. */
    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        runningTests.decrementAndGet();
        running()
                .leakCheck()
                .verify(
                        "test " + context.getDisplayName(),
                        context.getStore(namespace).get(TenantContext.class, TenantContext.class));
    }

    /** Fails the class if it left anything behind; JUnit calls it. */
    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        Running now = running;
        if (now != null) {
            now.leakCheck().verify("class " + context.getDisplayName(), null);
        }
    }

    /**
     * Work on a new database, before the first test.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface SetUp {
        /**
         * Does the work.
         *
         * @param database the database; {@link RowhouseDatabase#owner()} is the role to work as
         * @throws Exception if the work fails; the class then fails with it
         */
        void run(RowhouseDatabase database) throws Exception;
    }

    /**
     * Says what the database is to hold and how the application connects. Setting a thing twice throws
     * {@link IllegalStateException}. Scripts and set-ups may be several; they run in the order in which they were named,
     * after Rowhouse was installed.
     *
     * @since 0.1
     */
    public static final class Builder {
        private static final int DEFAULT_POOL_SIZE = 4;

        private final List<Step> steps = new ArrayList<>();
        private final Map<String, String> connectionProperties = new LinkedHashMap<>();
        private @Nullable Integer poolSize;
        private @Nullable String tenantSetting;
        private @Nullable String actorSetting;
        private @Nullable IsolationCheck isolationCheck;
        private @Nullable SigningKey signingKey;
        private boolean withoutRowhouse;

        private Builder() {}

        /**
         * Runs an SQL script as the owner. <code>${applicationRole}</code> in it stands for the name of the application
         * role.
         *
         * @param classpathResource an absolute name such as {@code /schema.sql}; the content is UTF-8
         * @return this builder
         */
        public Builder script(String classpathResource) {
            requireNonNull(classpathResource, "classpathResource");
            steps.add(database -> runScript(classpathResource, database));
            return this;
        }

        /**
         * Runs a callback: migrations, grants, rows to begin with.
         *
         * @param callback the work
         * @return this builder
         */
        public Builder setUp(SetUp callback) {
            requireNonNull(callback, "callback");
            steps.add(callback::run);
            return this;
        }

        /**
         * Sets how many connections the application role's pool may hold. The default is 4.
         *
         * @param size at least 1
         * @return this builder
         */
        public Builder poolSize(int size) {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "Setting the size of the test pool: " + size + " is too small. Give 1 or more.");
            }
            refuseTwice("poolSize", poolSize);
            poolSize = size;
            return this;
        }

        /**
         * Sets a connection property of pgjdbc for the application role, such as {@code prepareThreshold},
         * {@code autosave} or {@code reWriteBatchedInserts}.
         *
         * @param name the property
         * @param value its value
         * @return this builder
         */
        public Builder connectionProperty(String name, String value) {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            if (PGProperty.forName(name) == null) {
                throw new IllegalArgumentException("Setting connection property \"" + name
                        + "\" for tests: pgjdbc has none of that name. Names are case-sensitive; org.postgresql.PGProperty"
                        + " lists them.");
            }
            refuseTwice("connectionProperty " + name, connectionProperties.get(name));
            connectionProperties.put(name, value);
            return this;
        }

        /**
         * Names the setting that carries the tenant. The default is {@code app.current_tenant_id}.
         *
         * @param name a PostgreSQL setting
         * @return this builder
         */
        public Builder tenantSetting(String name) {
            requireNonNull(name, "name");
            refuseTwice("tenantSetting", tenantSetting);
            tenantSetting = name;
            return this;
        }

        /**
         * Names the setting that carries the actor. The default is {@code app.current_actor}.
         *
         * @param name a PostgreSQL setting
         * @return this builder
         */
        public Builder actorSetting(String name) {
            requireNonNull(name, "name");
            refuseTwice("actorSetting", actorSetting);
            actorSetting = name;
            return this;
        }

        /**
         * Says which check {@link RowhouseDatabase#dataSource()} makes: that of the application. Default: {@link IsolationCheck#refuse()}.
         *
         * @param check looks once, with the first connection
         * @return this builder
         */
        public Builder isolationCheck(IsolationCheck check) {
            requireNonNull(check, "check");
            refuseTwice("isolationCheck", isolationCheck);
            isolationCheck = check;
            return this;
        }

        /**
         * Signs contexts with a key, and lets the database insist on it. Default: they are not signed.
         *
         * @param key any, such as one that the test makes
         * @return this builder
         */
        public Builder signingKey(SigningKey key) {
            requireNonNull(key, "key");
            refuseTwice("signingKey", signingKey);
            signingKey = key;
            return this;
        }

        /**
         * Leaves the database empty: the schema {@code rowhouse} is not installed.
         *
         * @return this builder
         */
        public Builder withoutRowhouse() {
            refuseTwice("withoutRowhouse", withoutRowhouse ? true : null);
            withoutRowhouse = true;
            return this;
        }

        /**
         * Builds the extension. The database is created when JUnit begins with the class.
         *
         * @return the extension
         */
        public RowhouseDatabase build() {
            return new RowhouseDatabase(new Options(
                    List.copyOf(steps),
                    Map.copyOf(connectionProperties),
                    poolSize == null ? DEFAULT_POOL_SIZE : poolSize,
                    tenantSetting == null ? "app.current_tenant_id" : tenantSetting,
                    actorSetting == null ? "app.current_actor" : actorSetting,
                    isolationCheck == null ? IsolationCheck.refuse() : isolationCheck,
                    signingKey,
                    !withoutRowhouse));
        }

        /**
         * Builds the database and creates it at once, for frameworks that start before JUnit's extensions or without them. Which
         * server it is on is asked of system properties and the environment.
         *
         * @return the database, which is no extension then; close it
         * @throws RowhouseException if a script or a set-up fails
         */
        public RowhouseDatabase start() {
            RowhouseDatabase database = build();
            try {
                database.start();
                return database;
            } catch (Exception e) {
                RuntimeException failure = e instanceof RuntimeException unchecked
                        ? unchecked
                        : new RowhouseException(
                                "Starting a test database: a set-up failed: " + e.getMessage()
                                        + ". Correct it; nothing was kept.",
                                e);
                try {
                    database.close();
                } catch (SQLException suppressed) {
                    failure.addSuppressed(suppressed);
                }
                throw failure;
            }
        }

        private static void refuseTwice(String option, @Nullable Object before) {
            if (before != null) {
                throw new IllegalStateException(
                        "Setting " + option + " of the test database: it was set before. Set it once.");
            }
        }

        private static void runScript(String resource, RowhouseDatabase database) throws SQLException {
            String sql = read(resource).replace("${applicationRole}", database.applicationRole());
            try (Connection connection = database.owner().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new RowhouseException(
                        "Running script " + resource + " as " + database.ownerRole() + ": " + e.getMessage()
                                + ". Correct the script; it ran in one transaction, so nothing of it was kept.",
                        e);
            }
        }

        private static String read(String resource) {
            try (InputStream in = RowhouseDatabase.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new RowhouseException("Reading script " + resource
                            + ": it is not on the class path. Give its absolute name, such as /schema.sql, and look"
                            + " whether it is among the test resources.");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new RowhouseException(
                        "Reading script " + resource + ": " + e.getMessage() + ". Look whether the file is whole.", e);
            }
        }
    }

    private record Options(
            List<Step> steps,
            Map<String, String> connectionProperties,
            int poolSize,
            String tenantSetting,
            String actorSetting,
            IsolationCheck isolationCheck,
            @Nullable SigningKey signingKey,
            boolean installRowhouse) {
        RowhouseSchema schema(String applicationRole) {
            RowhouseSchema.Builder schema = RowhouseSchema.builder()
                    .applicationRole(applicationRole)
                    .tenantSetting(tenantSetting)
                    .actorSetting(actorSetting);
            return (signingKey == null ? schema : schema.signingKey(signingKey)).build();
        }

        TenantDataSource wrap(DataSource pool) {
            TenantDataSource.Builder dataSource = TenantDataSource.builder(pool)
                    .tenantSetting(tenantSetting)
                    .actorSetting(actorSetting)
                    .isolationCheck(isolationCheck);
            return (signingKey == null ? dataSource : dataSource.signingKey(signingKey)).build();
        }

        void applyTo(PGSimpleDataSource dataSource) {
            connectionProperties.forEach((name, value) -> {
                PGProperty property = requireNonNull(PGProperty.forName(name));
                dataSource.setProperty(property, value);
            });
        }
    }

    private interface Step {
        void run(RowhouseDatabase database) throws Exception;
    }

    private record Running(TestDatabase database, TenantDataSource dataSource, LeakCheck leakCheck, Runnable whenClosed)
            implements AutoCloseable {
        @Override
        public void close() {
            whenClosed.run();
        }
    }
}
