package dev.rowhouse.testkit.archunit.planted.booking;

import dev.rowhouse.connection.TenantDataSource;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;

/** A service of a declared layer. */
public class Bookings {
    private final EntityManager entityManager;

    /** Takes a session. */
    public Bookings(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    void book(Object booking) {
        entityManager.unwrap(Session.class).persist(booking);
    }

    void look(TenantDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.commit();
        }
    }
}
