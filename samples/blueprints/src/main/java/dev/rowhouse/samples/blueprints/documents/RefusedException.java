package dev.rowhouse.samples.blueprints.documents;

import org.jspecify.annotations.Nullable;

/** What was asked for does not go together with what is stored. The message is for the user. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        this(message, null);
    }

    public RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
