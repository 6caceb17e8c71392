package dev.rowhouse.samples.tasks;

import java.time.ZoneId;

/** Who asks: the device that the token was made for, and where its user lives. */
record Session(String device, String timeZone) {
    ZoneId zone() {
        return ZoneId.of(timeZone);
    }
}
