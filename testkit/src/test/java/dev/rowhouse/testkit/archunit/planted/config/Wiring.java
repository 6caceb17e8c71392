package dev.rowhouse.testkit.archunit.planted.config;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.archunit.planted.booking.Bookings;
import jakarta.persistence.EntityManager;

/** May know the pool, and puts things together. */
public class Wiring {
    TenantDataSource dataSource(HikariDataSource pool) {
        return TenantDataSource.wrap(pool);
    }

    Bookings bookings(EntityManager entityManager) {
        return new Bookings(entityManager);
    }
}
