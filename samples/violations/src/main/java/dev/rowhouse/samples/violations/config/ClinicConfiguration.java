package dev.rowhouse.samples.violations.config;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.samples.violations.billing.Billing;
import dev.rowhouse.samples.violations.web.InvoicePage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.hibernate.Session;

/** Nothing is wrong here: the pool is wrapped where it is made, and the executor carries the context. */
public final class ClinicConfiguration {
    TenantDataSource dataSource(HikariDataSource pool) {
        return TenantDataSource.wrap(pool);
    }

    Executor executor() {
        return TenantContext.propagating(Executors.newFixedThreadPool(4));
    }

    InvoicePage page(Session session) {
        return new InvoicePage(new Billing(session));
    }
}
