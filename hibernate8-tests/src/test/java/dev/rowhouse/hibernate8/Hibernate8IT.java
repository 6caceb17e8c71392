package dev.rowhouse.hibernate8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.hibernate.DeletedAt;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hibernate 8 is refused where it would meet Rowhouse, and left alone where it does not. */
class Hibernate8IT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder().build();

    private static final String REFUSAL =
            "Starting Hibernate with Rowhouse: found Hibernate 8.0.0.Beta1, and Rowhouse is built"
                    + " for Hibernate 7.4. Hibernate 8 exports policies of its own, and PostgreSQL shows the rows of its policies and"
                    + " Rowhouse's together. Put Hibernate 7.4 on the class path.";

    @Entity(name = "Plain")
    @Table(name = "plain")
    static class Plain {
        @Id
        long id;
    }

    @Entity(name = "Soft")
    @Table(name = "soft")
    static class Soft {
        @Id
        long id;

        @DeletedAt
        @Nullable
        Instant deletedAt;

        @jakarta.persistence.Version
        int version;
    }

    private static SessionFactory start(DataSource dataSource, Map<String, ?> settings, Class<?>... entities) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", dataSource);
        configuration.getProperties().putAll(settings);
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    @Test
    void it_is_the_other_version() {
        assertThat(Version.getVersionString()).startsWith("8.");
    }

    @Test
    void it_is_refused_on_a_tenant_data_source() {
        assertThatThrownBy(() -> start(database.dataSource(), Map.of(), Plain.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(REFUSAL);
        assertThatThrownBy(() -> start(
                        database.dataSource(), Map.of("hibernate.multi_tenant.rls_enabled", "false"), Plain.class))
                .hasMessage(REFUSAL);
    }

    @Test
    void entities_with_our_soft_delete_are_refused() {
        assertThatThrownBy(() -> start(database.pool(), Map.of(), Soft.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(REFUSAL);
    }

    @Test
    void it_works_where_rowhouse_is_only_on_the_class_path() {
        try (SessionFactory factory = start(database.pool(), Map.of(), Plain.class)) {
            long rows = factory.fromSession(session ->
                    session.createNativeQuery("select 42", Long.class).getSingleResult());

            assertThat(rows).isEqualTo(42);
        }
    }
}
