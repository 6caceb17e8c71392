package dev.rowhouse.samples.petcare.bookings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of an appointment. */
public enum Status {
    BOOKED,
    ARRIVED,
    DONE,
    NO_SHOW;

    /** As it is written in the database and in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** In plain words. */
    public String label() {
        return word().replace('_', ' ');
    }
}
