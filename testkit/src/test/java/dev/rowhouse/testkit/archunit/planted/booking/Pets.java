package dev.rowhouse.testkit.archunit.planted.booking;

import jakarta.data.repository.BasicRepository;
import java.util.UUID;

/** A repository. */
public interface Pets extends BasicRepository<Object, UUID> {}
