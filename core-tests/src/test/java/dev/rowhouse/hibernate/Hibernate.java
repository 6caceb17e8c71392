package dev.rowhouse.hibernate;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Session factories and rows, for tests of the Hibernate part. */
final class Hibernate {
    static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    static final UUID BOLT = UUID.fromString("00000000-0000-0000-0000-00000000000b");

    private Hibernate() {}

    static SessionFactory start(DataSource dataSource, Class<?>... entities) {
        return start(dataSource, Map.of(), entities);
    }

    static SessionFactory start(DataSource dataSource, Map<String, ?> settings, Class<?>... entities) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", dataSource);
        configuration.getProperties().put("hibernate.jdbc.batch_size", "50");
        configuration.getProperties().putAll(settings);
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    /** Reads a column past all of Rowhouse, as a superuser. */
    static List<String> read(DataSource superuser, String sql) {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static UUID id(TenantEntity entity) {
        return requireNonNull(entity.getId());
    }

    /** Sets what the superclass keeps to itself, as somebody who forges would. */
    static void set(TenantEntity entity, String field, Object value) {
        try {
            Field found = TenantEntity.class.getDeclaredField(field);
            found.setAccessible(true);
            found.set(entity, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void run(DataSource dataSource, String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(List.of(statements).toString(), e);
        }
    }
}
