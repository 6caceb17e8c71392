package dev.rowhouse.samples.blueprints.config;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What the application has to be told, by its environment.
 *
 * @param tenant whose blueprints are meant where the command does not say: BLUEPRINTS_TENANT
 * @param actor who is noted as the author: BLUEPRINTS_ACTOR, or USER
 * @param data the folder of the embedded database: BLUEPRINTS_DATA, or .blueprints in the current folder
 * @param url a database instead of the embedded one, with the role that owns it: DATABASE_URL
 * @param applicationUser the ordinary role to work as there: DATABASE_APP_USER
 * @param applicationPassword its password: DATABASE_APP_PASSWORD
 * @param cursorSecret what page cursors are made with there: CURSOR_SECRET, in Base64
 */
public record Settings(
        Optional<String> tenant,
        Optional<String> actor,
        Path data,
        Optional<String> url,
        Optional<String> applicationUser,
        Optional<String> applicationPassword,
        Optional<byte[]> cursorSecret) {
    private static final int LEAST_SECRET_BYTES = 32;

    public static Settings of(Map<String, String> environment) {
        return new Settings(
                text(environment, "BLUEPRINTS_TENANT"),
                text(environment, "BLUEPRINTS_ACTOR").or(() -> text(environment, "USER")),
                Path.of(text(environment, "BLUEPRINTS_DATA").orElse(".blueprints")),
                text(environment, "DATABASE_URL"),
                text(environment, "DATABASE_APP_USER"),
                text(environment, "DATABASE_APP_PASSWORD"),
                text(environment, "CURSOR_SECRET").map(Settings::secret));
    }

    public Settings withData(Path folder) {
        return new Settings(tenant, actor, folder, url, applicationUser, applicationPassword, cursorSecret);
    }

    /** Returns the settings of an embedded database, whatever else is given. */
    public Settings embeddedIn(Path folder) {
        return new Settings(
                tenant, actor, folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static byte[] secret(String text) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            secret = new byte[0];
        }
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new UnusableDatabaseException("Reading CURSOR_SECRET: it is not " + LEAST_SECRET_BYTES
                    + " bytes or more in Base64. Make one with: openssl rand -base64 32");
        }
        return secret;
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Settings[" + (url.isPresent() ? "a database of DATABASE_URL" : "embedded in " + data) + "]";
    }
}
