package dev.rowhouse.repository;

import dev.rowhouse.RowhouseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A unique key is taken, by another row of the tenant or by another entity of the same call. Nothing of the statement or the
 * call was written. Choose other values, or change, delete or purge what holds the key. Inside a transaction nothing else
 * can be done before it is rolled back.
 *
 * @since 0.1
 */
public class DuplicateKeyException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /** The name of the unique key, if known. */
    private final @Nullable String constraint;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     * @param constraint the name of the unique key, if the database was asked
     * @param cause what led to it, if anything did
     */
    public DuplicateKeyException(String message, @Nullable String constraint, @Nullable Throwable cause) {
        super(message, cause);
        this.constraint = constraint;
    }

    /**
     * Returns the name of the unique key.
     *
     * @return the name of the constraint or index, or empty if the duplicate was found before the database was asked
     */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }
}
