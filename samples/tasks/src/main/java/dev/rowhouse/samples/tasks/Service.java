package dev.rowhouse.samples.tasks;

import dev.rowhouse.jdbc.AsyncTenantJdbc;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.samples.tasks.config.Configuration;
import dev.rowhouse.samples.tasks.database.Database;
import dev.rowhouse.samples.tasks.database.DatabaseLocation;
import dev.rowhouse.samples.tasks.database.UnreachableDatabaseException;
import dev.rowhouse.samples.tasks.http.HttpApi;
import dev.rowhouse.samples.tasks.http.ProblemException;
import dev.rowhouse.samples.tasks.http.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. It listens at once and answers 503 until the database is there, however long that takes; so whoever
 * watches it sees that it lives and what it waits for.
 */
final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Configuration configuration;
    private final DatabaseLocation location;
    private final HttpApi http;
    private final ExecutorService queries;
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Database database;
    private volatile Api.@Nullable Application application;

    private Service(Configuration configuration, DatabaseLocation location, Clock clock) throws IOException {
        this.configuration = configuration;
        this.location = location;
        InetSocketAddress address = new InetSocketAddress(configuration.host(), configuration.port());
        if (address.isUnresolved()) {
            throw new IOException("there is no host " + configuration.host());
        }
        this.http = HttpApi.start(
                address, new Api(this::application, clock).routes(), Failures::explain, configuration.shutdownGrace());
        this.queries = Threads.executor("query", configuration.poolSize());
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the port is taken
     * @throws dev.rowhouse.samples.tasks.database.UnusableDatabaseException if DATABASE_URL cannot be understood
     */
    static Service start(Configuration configuration, Clock clock) throws IOException {
        DatabaseLocation location = Database.locate(configuration);
        try {
            return new Service(configuration, location, clock);
        } catch (IOException | RuntimeException e) {
            location.close();
            throw e;
        }
    }

    int port() {
        return http.port();
    }

    private Api.Application application() {
        Api.Application ready = application;
        if (ready == null) {
            throw ProblemException.withHeader(
                    503, "The database is not there yet. Try again later.", "Retry-After", "2");
        }
        return ready;
    }

    /**
     * Waits until the database can be reached, sets it up, and begins to serve.
     *
     * @return false if the service was ended before
     * @throws dev.rowhouse.samples.tasks.database.UnusableDatabaseException if the database is there and not what the
     *     service needs
     */
    boolean awaitDatabase() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (ending.getCount() > 0) {
            try {
                serve(location.open());
                return true;
            } catch (UnreachableDatabaseException e) {
                LOG.warn("{} Trying again in {} s.", e.getMessage(), pause.toMillis() / 1000.0);
            }
            // Instances that wait for the same database do not come back all at once.
            long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1);
            ending.await(pause.toMillis() - jitter, TimeUnit.MILLISECONDS);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return false;
    }

    private synchronized void serve(Database opened) {
        if (ending.getCount() == 0) {
            opened.close();
            return;
        }
        database = opened;
        TenantJdbc jdbc = TenantJdbc.on(opened.application());
        AsyncTenantJdbc async = jdbc.async(queries, configuration.poolSize());
        PageCursors cursors = configuration
                .cursorSecret()
                .map(secret -> PageCursors.withSecret(
                        Base64.getDecoder().decode(secret.reveal().strip())))
                .orElseGet(PageCursors::ofThisProcess);
        application = new Api.Application(
                new Users(jdbc, configuration.tokenLifetime()), new Tasks(jdbc, async, cursors), opened::isReachable);
        LOG.info(
                "Serving tasks at http://{}:{}. Database: {}. Threads: {}.",
                configuration.host(),
                port(),
                opened.description(),
                Threads.areVirtual() ? "virtual" : "platform");
    }

    /** Waits until the service has been told to end. */
    void awaitEnd() throws InterruptedException {
        ending.await();
    }

    /** Answers the requests in progress, then closes what was opened, in reverse order. */
    @Override
    public void close() {
        ending.countDown();
        http.close();
        queries.shutdown();
        closeDatabase();
        location.close();
        LOG.info("Ended");
    }

    private synchronized void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }
}
