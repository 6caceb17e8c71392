package dev.rowhouse.samples.blueprints.config;

import dev.rowhouse.repository.PageCursors;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A PostgreSQL of this process, whose files stay in a folder. Beside them is the secret of page cursors, so that a cursor
 * which one command prints is good for the next one.
 */
final class EmbeddedServer implements Server {
    private static final String DATABASE = "blueprints";
    private static final String OWNER = "blueprints_owner";
    private static final String APPLICATION = "blueprints_app";
    private static final Duration STARTUP_WAIT = Duration.ofMinutes(1);

    private final FileChannel lock;
    private final EmbeddedPostgres postgres;
    private final PageCursors cursors;

    private EmbeddedServer(FileChannel lock, EmbeddedPostgres postgres, PageCursors cursors) {
        this.lock = lock;
        this.postgres = postgres;
        this.cursors = cursors;
    }

    static EmbeddedServer start(Path folder) {
        String tried = "Starting the embedded PostgreSQL in " + folder;
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(tried, folder);
            try {
                PageCursors cursors = PageCursors.withSecret(secret(folder.resolve("cursor.secret")));
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("postgresql").toAbsolutePath())
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(STARTUP_WAIT)
                        .setServerConfig("fsync", "on") // it is off by default, which is good for tests only
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                EmbeddedServer server = new EmbeddedServer(lock, postgres, cursors);
                try {
                    server.prepareOnce();
                    return server;
                } catch (SQLException | RuntimeException e) {
                    postgres.close();
                    throw e;
                }
            } catch (IOException | SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new UnusableDatabaseException(
                    tried + ": " + e.getMessage() + ". Name another folder with --data, or a database in DATABASE_URL.",
                    e);
        }
    }

    /** Two servers on the same files would destroy them. */
    private static FileChannel lock(String tried, Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // said below
        }
        channel.close();
        throw new UnusableDatabaseException(
                tried + ": another blueprints is at work there. Wait for it, or name another folder with --data.");
    }

    private static byte[] secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[PageCursors.MIN_SECRET_LENGTH];
            new SecureRandom().nextBytes(secret);
            Files.write(file, secret);
        }
        return Files.readAllBytes(file);
    }

    /** Makes the roles and the database, unless an earlier start did. The database comes last, so it tells. */
    private void prepareOnce() throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select from pg_database where datname = '" + DATABASE + "'");
            if (statement.getResultSet().next()) {
                return;
            }
            statement.execute(roles());
            statement.execute("create database " + DATABASE + " owner " + OWNER);
        }
    }

    private static String roles() throws IOException {
        try (InputStream script = EmbeddedServer.class.getResourceAsStream("/roles.sql")) {
            if (script == null) {
                throw new IllegalStateException("roles.sql is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public DataSource owner() {
        return postgres.getDatabase(OWNER, DATABASE);
    }

    @Override
    public DataSource application() {
        return postgres.getDatabase(APPLICATION, DATABASE);
    }

    @Override
    public String applicationRole() {
        return APPLICATION;
    }

    @Override
    public PageCursors cursors() {
        return cursors;
    }

    @Override
    public void close() {
        try (lock) {
            postgres.close();
        } catch (IOException e) {
            throw new UnusableDatabaseException("Stopping the embedded PostgreSQL: " + e.getMessage(), e);
        }
    }
}
