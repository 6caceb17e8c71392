package dev.rowhouse.samples.violations.billing;

import dev.rowhouse.samples.violations.records.Pet;
import java.util.concurrent.CompletableFuture;

/** Wrong: the reminders are sent on a thread that has no tenant. */
class Reminders {
    private final Billing billing;

    Reminders(Billing billing) {
        this.billing = billing;
    }

    CompletableFuture<Void> sendAll() {
        return CompletableFuture.runAsync(() -> billing.pets().forEach(this::send));
    }

    private void send(Pet pet) {
        // to the pet's owner
    }
}
