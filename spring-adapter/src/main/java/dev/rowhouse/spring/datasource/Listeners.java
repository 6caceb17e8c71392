package dev.rowhouse.spring.datasource;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells several listeners what one is told. */
record Listeners(List<TenantDataSource.Listener> all) implements TenantDataSource.Listener {
    @Override
    public void began(@Nullable TenantContext context) {
        all.forEach(listener -> listener.began(context));
    }

    @Override
    public void sentAlone(TenantContext context) {
        all.forEach(listener -> listener.sentAlone(context));
    }

    @Override
    public void tenantMissing(Exception refusal) {
        all.forEach(listener -> listener.tenantMissing(refusal));
    }

    @Override
    public void refused(@Nullable TenantContext context, Exception refusal) {
        all.forEach(listener -> listener.refused(context, refusal));
    }
}
