package dev.rowhouse.benchmarks.spring.application;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The answer to a request.
 *
 * @param id the visit
 * @param startsAt when it begins
 * @param pet whose it is
 * @param note what to know
 */
public record VisitAnswer(UUID id, OffsetDateTime startsAt, String pet, String note) {}
