package dev.rowhouse.samples.tasks.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the service needs to know. It is read from the environment and from a {@code .env} file; where both have a name,
 * the environment wins, also with an empty value, which means the default.
 *
 * @param host the address to listen on: HOST
 * @param port the port to listen on, 0 for any that is free: PORT
 * @param databaseUrl the database with user and password, or empty for an embedded one: DATABASE_URL
 * @param applicationUser the ordinary role to work as: DATABASE_APP_USER
 * @param applicationPassword its password: DATABASE_APP_PASSWORD
 * @param migrate whether the service makes its schema, for which DATABASE_URL names the owner: DATABASE_MIGRATE
 * @param poolSize how many connections there are: DATABASE_POOL_SIZE
 * @param databaseTimeout how long a request waits for a free connection: DATABASE_TIMEOUT
 * @param tokenLifetime how long an access token is good: TOKEN_LIFETIME
 * @param cursorSecret the key of page cursors, or empty for one that lives as long as the process: CURSOR_SECRET
 * @param shutdownGrace how long requests in progress may take when the service ends: SHUTDOWN_GRACE
 */
public record Configuration(
        String host,
        int port,
        Optional<Secret> databaseUrl,
        Optional<String> applicationUser,
        Optional<Secret> applicationPassword,
        boolean migrate,
        int poolSize,
        Duration databaseTimeout,
        Duration tokenLifetime,
        Optional<Secret> cursorSecret,
        Duration shutdownGrace) {
    private static final String FILE = "ENV_FILE";
    private static final int LEAST_SECRET_BYTES = 32;

    /** Reads the configuration: the file is the one that ENV_FILE names, else {@code .env} in the folder, if it is there. */
    public static Configuration read(Map<String, String> environment, Path folder) {
        String named = environment.getOrDefault(FILE, "");
        Path file = folder.resolve(named.isBlank() ? ".env" : named);
        boolean expected = !named.isBlank() || Files.exists(file);
        return of(environment, expected ? DotEnv.read(file) : DotEnv.none());
    }

    static Configuration of(Map<String, String> environment, DotEnv file) {
        Values values = new Values(environment, file);
        Optional<String> applicationUser = values.text("DATABASE_APP_USER");
        Optional<Secret> applicationPassword = values.secret("DATABASE_APP_PASSWORD");
        if (applicationPassword.isPresent() && applicationUser.isEmpty()) {
            values.findings.add(
                    "DATABASE_APP_PASSWORD is there without DATABASE_APP_USER. Name the role, or leave both" + " out.");
        }
        Configuration configuration = new Configuration(
                values.text("HOST").orElse("localhost"),
                values.number("PORT", 8080, 0, 65_535),
                values.secret("DATABASE_URL"),
                applicationUser,
                applicationPassword,
                values.flag("DATABASE_MIGRATE", true),
                values.number("DATABASE_POOL_SIZE", 10, 1, 1_000),
                values.duration("DATABASE_TIMEOUT", Duration.ofSeconds(5), Duration.ofMillis(250)),
                values.duration("TOKEN_LIFETIME", Duration.ofDays(90), Duration.ofMinutes(1)),
                values.base64("CURSOR_SECRET").map(Secret::new),
                values.duration("SHUTDOWN_GRACE", Duration.ofSeconds(10), Duration.ZERO));
        if (!values.findings.isEmpty()) {
            throw new ConfigurationException("Reading the configuration", values.findings);
        }
        return configuration;
    }

    /** Looks names up and notes what cannot be understood, each with the place it comes from. */
    private static final class Values {
        private final Map<String, String> environment;
        private final DotEnv file;
        private final List<String> findings = new ArrayList<>();

        Values(Map<String, String> environment, DotEnv file) {
            this.environment = environment;
            this.file = file;
        }

        Optional<String> text(String name) {
            return given(name).map(String::strip);
        }

        Optional<Secret> secret(String name) {
            return given(name).map(Secret::new);
        }

        private Optional<String> given(String name) {
            String value = environment.get(name);
            if (value == null && file.entries().containsKey(name)) {
                value = file.entries().get(name).value();
            }
            return Optional.ofNullable(value).filter(text -> !text.isBlank());
        }

        int number(String name, int ifNone, int least, int greatest) {
            Optional<String> text = text(name);
            if (text.isEmpty()) {
                return ifNone;
            }
            try {
                int number = Integer.parseInt(text.get());
                if (number >= least && number <= greatest) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            found(name, "\"" + text.get() + "\" is not a number from " + least + " to " + greatest + ".");
            return ifNone;
        }

        boolean flag(String name, boolean ifNone) {
            String text = text(name).orElse(String.valueOf(ifNone)).toLowerCase(Locale.ROOT);
            if (!text.equals("true") && !text.equals("false")) {
                found(name, "\"" + text + "\" is neither true nor false.");
            }
            return text.equals("true");
        }

        Duration duration(String name, Duration ifNone, Duration least) {
            Optional<String> text = text(name);
            if (text.isEmpty()) {
                return ifNone;
            }
            try {
                Duration duration = Duration.parse(text.get());
                if (duration.compareTo(least) >= 0 && duration.compareTo(Duration.ofDays(36_500)) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // said below
            }
            found(
                    name,
                    "\"" + text.get() + "\" is not a duration of at least " + least
                            + ". Write it as PT30S, PT15M, PT12H or P90D.");
            return ifNone;
        }

        Optional<String> base64(String name) {
            Optional<String> text = text(name);
            try {
                if (text.isPresent() && Base64.getDecoder().decode(text.get()).length < LEAST_SECRET_BYTES) {
                    found(
                            name,
                            "it has fewer than " + LEAST_SECRET_BYTES
                                    + " bytes. Make one with: openssl rand -base64 32");
                }
            } catch (IllegalArgumentException e) {
                found(name, "it is not in Base64. Make one with: openssl rand -base64 32");
            }
            return text;
        }

        private void found(String name, String finding) {
            String place = environment.containsKey(name)
                    ? "in the environment"
                    : "in line " + file.entries().get(name).line() + " of " + file.name();
            findings.add(name + " " + place + ": " + finding);
        }
    }
}
