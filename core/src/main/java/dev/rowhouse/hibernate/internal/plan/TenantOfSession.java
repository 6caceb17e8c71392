package dev.rowhouse.hibernate.internal.plan;

import static java.util.Objects.requireNonNull;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.engine.spi.FilterDefinition;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.internal.BasicTypeImpl;
import org.jspecify.annotations.Nullable;

/**
 * The type of the tenant filter's parameter: whatever its value, what is sent to the database is the tenant of the session that
 * runs the statement. So a plan holds no tenant and serves them all, and no value that is set on the filter shows the rows of
 * another tenant.
 */
public final class TenantOfSession extends BasicTypeImpl<UUID> {
    private static final long serialVersionUID = 1L;

    private final transient ValueBinder<UUID> binder;

    private TenantOfSession(BasicType<UUID> type) {
        super(type.getJavaTypeDescriptor(), type.getJdbcType());
        this.binder = new SessionBinder(type.getJdbcValueBinder());
    }

    /**
     * Returns the tenant filter with this type.
     *
     * @param filter as Hibernate defines it
     * @return the same filter, whose value comes from the session
     */
    @SuppressWarnings("unchecked") // the mapping was looked at: all tenants are UUIDs
    public static FilterDefinition in(FilterDefinition filter) {
        BasicType<UUID> type =
                (BasicType<UUID>) requireNonNull(filter.getParameterJdbcMapping(TenantIdBinder.PARAMETER_NAME), "type");
        return new FilterDefinition(
                filter.getFilterName(),
                filter.getDefaultFilterCondition(),
                filter.isAutoEnabled(),
                filter.isAppliedToLoadByKey(),
                Map.<String, JdbcMapping>of(TenantIdBinder.PARAMETER_NAME, new TenantOfSession(type)),
                Map.of());
    }

    @Override
    public ValueBinder<UUID> getJdbcValueBinder() {
        return binder;
    }

    private record SessionBinder(ValueBinder<UUID> values) implements ValueBinder<UUID> {
        @Override
        public void bind(PreparedStatement statement, @Nullable UUID value, int index, WrapperOptions session)
                throws SQLException {
            values.bind(statement, tenantOf(session), index, session);
        }

        @Override
        public void bind(CallableStatement statement, @Nullable UUID value, String name, WrapperOptions session)
                throws SQLException {
            values.bind(statement, tenantOf(session), name, session);
        }

        private static UUID tenantOf(WrapperOptions session) {
            return (UUID) ((SharedSessionContractImplementor) session).getTenantIdentifierValue();
        }
    }
}
