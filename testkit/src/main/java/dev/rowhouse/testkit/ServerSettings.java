package dev.rowhouse.testkit;

import dev.rowhouse.RowhouseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which server the tests asked for. */
record ServerSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        boolean containers,
        @Nullable Integer major) {
    static final String URL = "rowhouse.test.url";
    static final String USER = "rowhouse.test.user";
    static final String PASSWORD = "rowhouse.test.password";
    static final String CONTAINERS = "rowhouse.test.containers";
    static final String MAJOR = "rowhouse.test.postgres.major";

    /** Reads each setting as a property first, then from the environment. A blank value counts as none. */
    static ServerSettings read(Function<String, Optional<String>> properties, Function<String, @Nullable String> env) {
        Function<String, @Nullable String> lookup = name -> properties
                .apply(name)
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(env.apply(environmentName(name))).filter(value -> !value.isBlank()))
                .orElse(null);
        return new ServerSettings(
                lookup.apply(URL),
                lookup.apply(USER),
                lookup.apply(PASSWORD),
                Boolean.parseBoolean(lookup.apply(CONTAINERS)),
                major(lookup.apply(MAJOR)));
    }

    static String environmentName(String property) {
        return property.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static @Nullable Integer major(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new RowhouseException(
                    "Reading which PostgreSQL the tests want: " + MAJOR + " is \"" + value
                            + "\". Give a major version such as 15 or 18, or leave it out.",
                    e);
        }
    }

    /** Returns what decides which server is started; a version is chosen only for a container. */
    ServerSettings identity() {
        return url == null && containers ? this : new ServerSettings(url, user, password, containers, null);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "url=" + url + ", user=" + user + ", containers=" + containers + ", major=" + major;
    }
}
