package dev.rowhouse.spring.datasource;

import dev.rowhouse.connection.TenantDataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down if row-level security no longer binds a login, or leaves a table of tenants open to it. */
final class IsolationHealthIndicator extends AbstractHealthIndicator {
    private final DataSourceInspection inspection;

    IsolationHealthIndicator(DataSourceInspection inspection) {
        super("Looking at the data sources of tenants failed");
        this.inspection = inspection;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        builder.up();
        for (Map.Entry<String, TenantDataSource> dataSource :
                inspection.dataSources().entrySet()) {
            DataSourceInspection.Report report = inspection.inspect(dataSource.getValue());
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("role", report.role());
            details.put("schemaVersion", report.schemaVersion() == null ? "not installed" : report.schemaVersion());
            if (!report.findings().isEmpty()) {
                builder.down();
                details.put("findings", report.findings());
            }
            builder.withDetail(dataSource.getKey(), details);
        }
    }
}
