package dev.rowhouse.peers;

/** Says that a library has nothing of the kind that an attack uses. */
public final class NotApplicableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what the library does not have */
    public NotApplicableException(String reason) {
        super(reason);
    }
}
