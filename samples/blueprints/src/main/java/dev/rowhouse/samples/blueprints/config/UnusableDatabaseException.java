package dev.rowhouse.samples.blueprints.config;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached, or is not what the application needs. The message is for the user. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(String message) {
        this(message, null);
    }

    UnusableDatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
