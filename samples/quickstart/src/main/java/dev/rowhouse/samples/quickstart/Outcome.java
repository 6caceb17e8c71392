package dev.rowhouse.samples.quickstart;

/** What came of a wish at the front desk. */
enum Outcome {
    BOOKED,
    MOVED,
    CANCELLED,
    /** Refused by the constraint {@value #STAFF_CONSTRAINT}. */
    STAFF_BUSY,
    /** Refused by the constraint {@value #PET_CONSTRAINT}. */
    PET_BUSY;

    static final String STAFF_CONSTRAINT = "appointment_staff_free";
    static final String PET_CONSTRAINT = "appointment_pet_free";

    static Outcome of(SlotTakenException refusal) {
        return switch (refusal.constraint()) {
            case STAFF_CONSTRAINT -> STAFF_BUSY;
            case PET_CONSTRAINT -> PET_BUSY;
            default -> throw refusal;
        };
    }
}
