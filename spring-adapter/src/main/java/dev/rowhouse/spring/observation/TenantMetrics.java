package dev.rowhouse.spring.observation;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.DataSourceListenerFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what happens on each wrapped data source, from when the application has a registry. */
final class TenantMetrics implements DataSourceListenerFactory, MeterBinder {
    static final String TRANSACTIONS = "rowhouse.transactions";
    static final String ROUND_TRIPS = "rowhouse.context.round.trips";
    static final String MISSING = "rowhouse.tenants.missing";
    static final String REFUSED = "rowhouse.statements.refused";

    private static final String ALL = "";

    private final @Nullable CappedTenants tenants;
    private final Map<String, OfDataSource> byDataSource = new ConcurrentHashMap<>();
    private @Nullable MeterRegistry registry;

    /** Creates one. Without tenants there is no tag for them. */
    TenantMetrics(@Nullable CappedTenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public synchronized TenantDataSource.Listener listenerFor(String dataSource) {
        return byDataSource.computeIfAbsent(dataSource, name -> {
            OfDataSource created = new OfDataSource(name, tenants);
            if (registry != null) {
                created.bindTo(registry);
            }
            return created;
        });
    }

    @Override
    public synchronized void bindTo(MeterRegistry bound) {
        registry = bound;
        byDataSource.values().forEach(known -> known.bindTo(bound));
    }

    /** Hears of one data source. */
    private static final class OfDataSource implements TenantDataSource.Listener {
        private final String name;
        private final @Nullable CappedTenants tenants;
        private volatile @Nullable Meters meters;

        OfDataSource(String name, @Nullable CappedTenants tenants) {
            this.name = name;
            this.tenants = tenants;
        }

        void bindTo(MeterRegistry registry) {
            Meters bound = new Meters(registry, name, tenants);
            if (tenants == null) {
                bound.of(null); // so that it is there before the first transaction
            }
            meters = bound;
        }

        @Override
        public void began(@Nullable TenantContext context) {
            Meters bound = meters;
            if (bound != null && context != null) {
                bound.of(context).transactions().increment();
            }
        }

        @Override
        public void sentAlone(TenantContext context) {
            Meters bound = meters;
            if (bound != null) {
                bound.of(context).roundTrips().increment();
            }
        }

        @Override
        public void tenantMissing(Exception refusal) {
            Meters bound = meters;
            if (bound != null) {
                bound.missing(refusal instanceof MissingTenantException ? "application" : "database")
                        .increment();
            }
        }

        @Override
        public void refused(@Nullable TenantContext context, Exception refusal) {
            Meters bound = meters;
            if (bound != null) {
                bound.refused(context, refusal).increment();
            }
        }
    }

    /** The meters of one data source in one registry. */
    private static final class Meters {
        private final Map<String, OfTenant> byTenant = new ConcurrentHashMap<>();
        private final MeterRegistry registry;
        private final Tags dataSource;
        private final @Nullable CappedTenants tenants;

        Meters(MeterRegistry registry, String dataSource, @Nullable CappedTenants tenants) {
            this.registry = registry;
            this.dataSource = Tags.of("datasource", dataSource);
            this.tenants = tenants;
        }

        private record OfTenant(Counter transactions, Counter roundTrips) {}

        OfTenant of(@Nullable TenantContext context) {
            String tenant = tenants == null ? ALL : tenants.name(context);
            OfTenant known = byTenant.get(tenant);
            return known == null ? byTenant.computeIfAbsent(tenant, this::create) : known;
        }

        private OfTenant create(String tenant) {
            return new OfTenant(
                    Counter.builder(TRANSACTIONS)
                            .description("Transactions that began for a tenant; in autocommit each statement is one")
                            .tags(tags(tenant))
                            .register(registry),
                    Counter.builder(ROUND_TRIPS)
                            .description("Round trips that carried the tenant and nothing else")
                            .tags(tags(tenant))
                            .register(registry));
        }

        private Tags tags(String tenant) {
            return tenants == null ? dataSource : dataSource.and("tenant", tenant);
        }

        Counter missing(String noticedBy) {
            return Counter.builder(MISSING)
                    .description("Statements that failed because there was no tenant")
                    .tags(dataSource)
                    .tag("noticed.by", noticedBy)
                    .register(registry);
        }

        Counter refused(@Nullable TenantContext context, Exception refusal) {
            String state =
                    refusal instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "none";
            return Counter.builder(REFUSED)
                    .description("Statements that were refused to a tenant")
                    .tags(tags(tenants == null ? ALL : tenants.name(context)))
                    .tag("reason", reason(refusal, state))
                    .tag("sqlstate", state)
                    .register(registry);
        }

        private static String reason(Exception refusal, String state) {
            if (refusal instanceof TenantMismatchException) {
                return "tenant-changed";
            }
            return switch (state) {
                case "42501" -> "not-allowed";
                case "RH001" -> "no-tenant";
                case "RH004" -> "not-signed";
                default -> "database-side";
            };
        }
    }
}
