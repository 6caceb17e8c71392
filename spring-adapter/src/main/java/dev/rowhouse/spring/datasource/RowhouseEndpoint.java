package dev.rowhouse.spring.datasource;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** What keeps tenants apart in this application: logins, tables, policies, and how the context is sent. */
@Endpoint(id = "rowhouse")
final class RowhouseEndpoint {
    private final DataSourceInspection inspection;
    private final boolean signed;
    private final boolean tenantRequired;

    RowhouseEndpoint(DataSourceInspection inspection, boolean signed, boolean tenantRequired) {
        this.inspection = inspection;
        this.signed = signed;
        this.tenantRequired = tenantRequired;
    }

    /** The answer. */
    record Answer(boolean signed, boolean tenantRequired, Map<String, DataSourceInspection.Report> dataSources) {}

    @ReadOperation
    Answer dataSources() throws SQLException {
        Map<String, DataSourceInspection.Report> reports = new TreeMap<>();
        for (Map.Entry<String, TenantDataSource> dataSource :
                inspection.dataSources().entrySet()) {
            reports.put(dataSource.getKey(), inspection.inspect(dataSource.getValue()));
        }
        return new Answer(signed, tenantRequired, reports);
    }
}
