package dev.rowhouse.hibernate.internal;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.hibernate.internal.tables.TableCheck;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.boot.SessionFactoryBuilder;
import org.hibernate.boot.internal.MetadataImpl;
import org.hibernate.boot.spi.AbstractDelegatingSessionFactoryBuilderImplementor;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.boot.spi.SessionFactoryBuilderFactory;
import org.hibernate.boot.spi.SessionFactoryBuilderImplementor;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Builds session factories on a tenant data source: looks at the whole mapping, refuses what would not hold, and puts filters,
 * soft delete and the guard of bulk deletes in place. Hibernate finds this class by itself.
 */
public final class TenantSessionFactories implements SessionFactoryBuilderFactory {
    /** The setting that says what becomes of bulk deletes: {@code refuse}, the default, or {@code soft_delete}. */
    static final String BULK_DELETE = "rowhouse.hibernate.bulk_delete";

    /**
     * The setting that says whether soft-deletable entities need a tenant data source: {@code required}, the default, or {@code off},
     * which leaves tenants to whatever Hibernate and the application do by themselves.
     */
    static final String TENANTS = "rowhouse.hibernate.tenants";

    /** Creates it; Hibernate does this. */
    public TenantSessionFactories() {}

    @Override
    public @Nullable SessionFactoryBuilder getSessionFactoryBuilder(
            MetadataImplementor metadata, SessionFactoryBuilderImplementor defaultBuilder) {
        ServiceRegistry registry = metadata.getMetadataBuildingOptions().getServiceRegistry();
        boolean onTenantDataSource =
                registry.getService(MultiTenantConnectionProvider.class) instanceof TenantConnections;
        boolean ours = metadata.getFilterDefinition(SoftDeleteBinders.LIVING) != null;
        if (!onTenantDataSource && !ours) {
            return null;
        }
        HibernateVersion.require();
        return new Builder(metadata, defaultBuilder, onTenantDataSource);
    }

    private static final class Builder
            extends AbstractDelegatingSessionFactoryBuilderImplementor<SessionFactoryBuilderImplementor> {
        private final MetadataImplementor metadata;
        private final boolean onTenantDataSource;

        Builder(MetadataImplementor metadata, SessionFactoryBuilderImplementor delegate, boolean onTenantDataSource) {
            super(delegate);
            this.metadata = metadata;
            this.onTenantDataSource = onTenantDataSource;
        }

        @Override
        protected SessionFactoryBuilderImplementor getThis() {
            return this;
        }

        @Override
        public SessionFactory build() {
            Map<String, Object> settings = metadata.getMetadataBuildingOptions()
                    .getServiceRegistry()
                    .requireService(ConfigurationService.class)
                    .getSettings();
            boolean isRewriting = isRewriting(settings);
            TableCheck check = TableCheck.of(settings.getOrDefault(TableCheck.SETTING, "refuse"));
            boolean withTenants = withTenants(settings);
            MappingInspection mapping = MappingInspection.of(metadata, onTenantDataSource || !withTenants);
            mapping.applySoftDelete();
            if (withTenants) {
                mapping.applyTenant();
            }
            CollectionFilters.addTo(metadata);
            SessionFactoryOptions given = buildSessionFactoryOptions();
            applyStatementInspector(new StatementGuard(
                    mapping.entities(),
                    mapping.guardedTables(),
                    withTenants ? mapping.tenantTables() : Set.of(),
                    isRewriting,
                    given.getStatementInspector()));
            if (metadata instanceof MetadataImpl known) {
                TenantSessionFactory factory =
                        new TenantSessionFactory(metadata, buildSessionFactoryOptions(), known.getBootstrapContext());
                return withTenants ? checked(factory, check, mapping) : factory;
            }
            throw new RowhouseException("Building a session factory: its metadata is a "
                    + metadata.getClass().getName() + ", in which the bootstrap context cannot be found. Build it with"
                    + " Hibernate's own MetadataSources, Configuration or HibernatePersistenceProvider.");
        }

        /** Only now: Hibernate's schema tools run when the factory is created. */
        private SessionFactory checked(TenantSessionFactory factory, TableCheck check, MappingInspection mapping) {
            try {
                check.run(
                        metadata,
                        factory,
                        factory.getServiceRegistry().requireService(MultiTenantConnectionProvider.class),
                        mapping.entities().byRoot().keySet());
                return factory;
            } catch (RuntimeException e) {
                try {
                    factory.close();
                } catch (RuntimeException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        }

        private boolean withTenants(Map<String, Object> settings) {
            String value = String.valueOf(settings.getOrDefault(TENANTS, "required"));
            if (value.equals("required") || (value.equals("off") && !onTenantDataSource)) {
                return value.equals("required");
            }
            throw new RowhouseException("Building a session factory: " + TENANTS + " is \"" + value + "\""
                    + (value.equals("off")
                            ? ", and the data source is a TenantDataSource. Remove the setting, or give a plain data source."
                            : ". Set it to required or to off."));
        }

        private static boolean isRewriting(Map<String, Object> settings) {
            String value = String.valueOf(settings.getOrDefault(BULK_DELETE, "refuse"));
            return switch (value) {
                case "refuse" -> false;
                case "soft_delete" -> true;
                default ->
                    throw new RowhouseException("Building a session factory: " + BULK_DELETE + " is \"" + value
                            + "\". Set it to refuse or to soft_delete.");
            };
        }
    }
}
