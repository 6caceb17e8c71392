package dev.rowhouse.spring.directory;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tenants of a table. By default
 *
 * <pre>{@code
 * create table tenant (
 *     id uuid primary key,
 *     slug text not null unique,
 *     domain text unique,
 *     status text not null default 'active'
 * );
 * }</pre>
 *
 * <p>The table lies outside row-level security, because it is read before a tenant is known: the application's role needs to
 * select from it, and no more. Names are compared as they are; store them in lower case.
 *
 * <p>Tenants that were found are remembered for a minute, or as long as {@link Builder#timeToLive} says. So long a suspended tenant may
 * go on working in each process that does not hear of it by {@link #evict}.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class JdbcTenantDirectory implements TenantDirectory {
    private final DataSource dataSource;
    private final Builder settings;
    private final TenantCache cache;

    private JdbcTenantDirectory(Builder settings, TenantCache cache) {
        this.dataSource = settings.dataSource;
        this.settings = settings;
        this.cache = cache;
    }

    /**
     * Begins to describe a directory.
     *
     * @param dataSource reaches the table; a {@link TenantDataSource} is asked for connections without a tenant
     * @return a builder
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(requireNonNull(dataSource, "dataSource"));
    }

    @Override
    public Optional<Tenant> findByName(String name) {
        requireNonNull(name, "name");
        String condition = settings.nameColumns.stream()
                .map(column -> quoted(column) + " = ?")
                .collect(Collectors.joining(" or "));
        Object[] names = settings.nameColumns.stream().map(column -> name).toArray();
        return cache.get(name, () -> one(tenants(condition, names)));
    }

    @Override
    public Optional<Tenant> findById(UUID id) {
        requireNonNull(id, "id");
        return cache.get(id, () -> one(tenants(quoted(settings.idColumn) + " = ?", id)));
    }

    /** {@inheritDoc} They are read anew each time, and come ordered by id. */
    @Override
    public List<UUID> activeTenants() {
        return tenants("true").stream()
                .filter(tenant -> tenant.status() == Tenant.Status.ACTIVE)
                .map(Tenant::id)
                .toList();
    }

    /**
     * Forgets a tenant, whose row has changed, in this process.
     *
     * @param tenantId the tenant
     */
    public void evict(UUID tenantId) {
        cache.evict(requireNonNull(tenantId, "tenantId"));
    }

    /** Forgets all tenants in this process. */
    public void evictAll() {
        cache.evictAll();
    }

    private Optional<Tenant> one(List<Tenant> tenants) {
        if (tenants.size() > 1) {
            throw new RowhouseException("Finding a tenant by name in " + settings.table + ": tenants "
                    + tenants.stream().map(tenant -> tenant.id().toString()).collect(Collectors.joining(" and "))
                    + " have the same one. Give each its own, also across the columns "
                    + String.join(", ", settings.nameColumns) + ".");
        }
        return tenants.stream().findFirst();
    }

    private List<Tenant> tenants(String condition, Object... values) {
        String id = quoted(settings.idColumn);
        String sql = "select " + id + (settings.statusColumn == null ? "" : ", " + quoted(settings.statusColumn))
                + " from "
                + Arrays.stream(settings.table.split("\\.", -1))
                        .map(JdbcTenantDirectory::quoted)
                        .collect(Collectors.joining("."))
                + " where " + condition + " order by " + id;
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<Tenant> tenants = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tenants.add(tenant(rows));
                }
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return tenants;
        } catch (SQLException e) {
            throw new RowhouseException(
                    "Reading tenants from " + settings.table + ": " + e.getMessage()
                            + ". Name the table and its columns as they are, and grant select on it to the application's"
                            + " role.",
                    e);
        }
    }

    /** Whoever asks in the middle of a tenant's work gets a connection of that tenant: the table is the same for all. */
    private Connection connection() throws SQLException {
        return TenantContext.current().isEmpty() && dataSource.isWrapperFor(TenantDataSource.class)
                ? dataSource.unwrap(TenantDataSource.class).getConnectionWithoutTenant()
                : dataSource.getConnection();
    }

    private Tenant tenant(ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        if (settings.statusColumn == null) {
            return new Tenant(id, Tenant.Status.ACTIVE);
        }
        String status = row.getString(2);
        boolean isActive = status != null && settings.activeStatus.contains(status.toLowerCase(Locale.ROOT));
        return new Tenant(id, isActive ? Tenant.Status.ACTIVE : Tenant.Status.SUSPENDED);
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * Describes a directory.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final DataSource dataSource;
        private String table = "tenant";
        private String idColumn = "id";
        private List<String> nameColumns = List.of("slug", "domain");
        private @Nullable String statusColumn = "status";
        private List<String> activeStatus = List.of("active");
        private Duration timeToLive = Duration.ofMinutes(1);

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        private Builder(Builder other) {
            this.dataSource = other.dataSource;
            this.table = other.table;
            this.idColumn = other.idColumn;
            this.nameColumns = other.nameColumns;
            this.statusColumn = other.statusColumn;
            this.activeStatus = other.activeStatus;
            this.timeToLive = other.timeToLive;
        }

        /**
         * Names the table.
         *
         * @param name with a schema before a dot, if it is not on the search path. Default: tenant
         * @return this builder
         */
        public Builder table(String name) {
            this.table = requireNonNull(name, "name");
            return this;
        }

        /**
         * Names the column of the id.
         *
         * @param name of a uuid. Default: id
         * @return this builder
         */
        public Builder idColumn(String name) {
            this.idColumn = requireNonNull(name, "name");
            return this;
        }

        /**
         * Names the columns that hold names.
         *
         * @param names one or more. Default: slug and domain
         * @return this builder
         * @throws IllegalArgumentException if there is none
         */
        public Builder nameColumns(String... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException(
                        "Naming the columns of tenants' names: none was given." + " Give one at least.");
            }
            this.nameColumns = List.of(names);
            return this;
        }

        /**
         * Names the column of the status.
         *
         * @param column of text, an enum or a boolean. Default: status
         * @param active its values that let a tenant work, whatever their case; with all others, and with null, it is suspended.
         *     Default: active
         * @return this builder
         */
        public Builder status(String column, String... active) {
            this.statusColumn = requireNonNull(column, "column");
            this.activeStatus = Arrays.stream(active)
                    .map(value -> value.toLowerCase(Locale.ROOT))
                    .toList();
            return this;
        }

        /**
         * Says that all tenants may work.
         *
         * @return this builder
         */
        public Builder withoutStatus() {
            this.statusColumn = null;
            return this;
        }

        /**
         * Says for how long a tenant that was found is remembered.
         *
         * @param duration zero or more. Default: one minute
         * @return this builder
         */
        public Builder timeToLive(Duration duration) {
            this.timeToLive = requireNonNull(duration, "duration");
            return this;
        }

        /**
         * Builds the directory. The database is not asked yet.
         *
         * @return the directory
         */
        public JdbcTenantDirectory build() {
            return build(Clock.systemUTC());
        }

        JdbcTenantDirectory build(Clock clock) {
            return new JdbcTenantDirectory(new Builder(this), new TenantCache(timeToLive, clock));
        }
    }
}
