package dev.rowhouse.samples.blueprints.config;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Comment;
import dev.rowhouse.samples.blueprints.documents.Revision;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Starts Hibernate. That it keeps tenants apart is not configured: it follows from the data source. */
public final class Persistence {
    private Persistence() {}

    public static SessionFactory start(TenantDataSource dataSource) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", dataSource);
        configuration.getProperties().put("hibernate.hbm2ddl.auto", "validate");
        configuration.getProperties().put("hibernate.jdbc.batch_size", "50");
        return configuration
                .addAnnotatedClass(Tenant.class)
                .addAnnotatedClass(Blueprint.class)
                .addAnnotatedClass(Revision.class)
                .addAnnotatedClass(Comment.class)
                .buildSessionFactory();
    }
}
