package dev.rowhouse.samples.quickstart;

/** The time is taken. {@link #constraint()} tells for whom. */
final class SlotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String constraint;

    SlotTakenException(String constraint, Throwable cause) {
        super("Booking a time: it is taken (" + constraint + "). Choose another.", cause);
        this.constraint = constraint;
    }

    /** Returns the exclusion constraint that refused the booking. */
    String constraint() {
        return constraint;
    }
}
