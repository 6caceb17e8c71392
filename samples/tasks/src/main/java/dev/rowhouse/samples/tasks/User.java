package dev.rowhouse.samples.tasks;

import java.time.Instant;
import java.util.UUID;

/** A user, who is a tenant. */
record User(UUID tenantId, String email, String name, String timeZone, Instant createdAt) {}
