package dev.rowhouse.testkit.archunit.planted.web;

import dev.rowhouse.testkit.archunit.planted.booking.Bookings;

/** Goes through a service. */
public class Page {
    private final Bookings bookings;

    /** Takes the service. */
    public Page(Bookings bookings) {
        this.bookings = bookings;
    }

    Bookings bookings() {
        return bookings;
    }
}
