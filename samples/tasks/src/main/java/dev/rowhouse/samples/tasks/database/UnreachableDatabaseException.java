package dev.rowhouse.samples.tasks.database;

/** The database cannot be reached at the moment. Try again later. */
public final class UnreachableDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
