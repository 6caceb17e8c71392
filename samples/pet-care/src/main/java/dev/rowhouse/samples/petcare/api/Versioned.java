package dev.rowhouse.samples.petcare.api;

import java.util.UUID;

/** What clients see of a row that they may change. */
public interface Versioned {
    UUID id();

    long version();
}
