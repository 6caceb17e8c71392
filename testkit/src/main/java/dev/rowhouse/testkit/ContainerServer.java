package dev.rowhouse.testkit;

import static java.util.Objects.requireNonNullElse;

import dev.rowhouse.RowhouseException;
import java.util.function.BooleanSupplier;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container of this JVM's own. Testcontainers removes it when the JVM has ended. */
final class ContainerServer implements PostgresServer {
    /** The version for tests that do not say which. */
    private static final int DEFAULT_MAJOR = 18;

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static PostgresServer start(ServerSettings settings) {
        try {
            return start(settings, () -> DockerClientFactory.instance().isDockerAvailable());
        } catch (NoClassDefFoundError e) {
            throw new RowhouseException(
                    "Starting PostgreSQL in a container, as " + ServerSettings.CONTAINERS
                            + " asks for: Testcontainers is not on the class path. Add"
                            + " org.testcontainers:testcontainers-postgresql to the tests, or leave the property out to"
                            + " use the embedded server.",
                    e);
        }
    }

    static PostgresServer start(ServerSettings settings, BooleanSupplier dockerIsThere) {
        if (!dockerIsThere.getAsBoolean()) {
            throw new RowhouseException("Starting PostgreSQL in a container, as " + ServerSettings.CONTAINERS
                    + " asks for: no Docker engine answers. Start one, or leave the property out to use the embedded"
                    + " server.");
        }
        String image = "postgres:" + requireNonNullElse(settings.major(), DEFAULT_MAJOR);
        try {
            PostgreSQLContainer container = new PostgreSQLContainer(image);
            container.start();
            return new ContainerServer(container);
        } catch (RuntimeException e) {
            throw new RowhouseException(
                    "Starting PostgreSQL in a container, as " + ServerSettings.CONTAINERS + " asks for: " + image
                            + " did not start: " + e.getMessage()
                            + ". Look whether the image can be pulled, or leave the property out to use the embedded"
                            + " server.",
                    e);
        }
    }

    @Override
    public PGSimpleDataSource superuser() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(container.getJdbcUrl());
        dataSource.setUser(container.getUsername());
        dataSource.setPassword(container.getPassword());
        return dataSource;
    }

    @Override
    public String description() {
        return "the server in container " + container.getDockerImageName();
    }
}
