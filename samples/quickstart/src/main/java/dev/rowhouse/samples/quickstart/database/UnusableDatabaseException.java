package dev.rowhouse.samples.quickstart.database;

/** The database cannot be reached, or its roles are not what the sample needs. The message says what to do. */
public final class UnusableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(String message) {
        super(message);
    }

    UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
