package dev.rowhouse.samples.tasks.database;

import org.jspecify.annotations.Nullable;

/** The database is not what the service needs, and waiting does not help. The message says what to do. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
