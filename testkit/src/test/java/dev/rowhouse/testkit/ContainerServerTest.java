package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerServerTest {
    @Test
    void a_container_without_docker_is_an_error() {
        ServerSettings settings = new ServerSettings(null, null, null, true, 18);

        assertThatThrownBy(() -> ContainerServer.start(settings, () -> false))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Starting PostgreSQL in a container, as rowhouse.test.containers asks for: no Docker engine"
                        + " answers. Start one, or leave the property out to use the embedded server.");
    }

    @Test
    void a_container_without_testcontainers_is_an_error() throws Exception {
        Throwable failure = failureWithoutTestcontainers(null, true);

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Starting PostgreSQL in a container, as rowhouse.test.containers asks for: Testcontainers is"
                                + " not on the class path. Add org.testcontainers:testcontainers-postgresql to the tests, or"
                                + " leave the property out to use the embedded server.");
    }

    @Test
    void nothing_else_needs_testcontainers() throws Exception {
        Throwable failure = failureWithoutTestcontainers("jdbc:postgresql://localhost:1/postgres", false);

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Connecting to the given server localhost:1 for tests: ");
    }

    private static Throwable failureWithoutTestcontainers(@Nullable String url, boolean containers) throws Exception {
        try (WithoutTestcontainers loader = new WithoutTestcontainers()) {
            Class<?> type = loader.loadClass(ServerSettings.class.getName());
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            Object settings = constructor.newInstance(url, null, null, containers, null);
            Method get = loader.loadClass(PostgresServers.class.getName()).getDeclaredMethod("get", type);
            get.setAccessible(true);
            get.invoke(null, settings);
            throw new AssertionError("a server was found");
        } catch (InvocationTargetException e) {
            return e.getTargetException();
        }
    }

    /** Loads the testkit anew, as if Testcontainers were not there. */
    private static final class WithoutTestcontainers extends URLClassLoader {
        WithoutTestcontainers() {
            super(
                    new URL[] {
                        RowhouseDatabase.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    ContainerServerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.testcontainers.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("dev.rowhouse.testkit.")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
            }
            return super.loadClass(name, resolve);
        }
    }
}
