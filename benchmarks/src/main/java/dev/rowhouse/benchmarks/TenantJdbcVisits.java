package dev.rowhouse.benchmarks;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.TenantJdbc;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Visits with {@link TenantJdbc}. Each call makes its tenant context, as a request would. */
final class TenantJdbcVisits implements Visits {
    private final TenantJdbc jdbc;
    private final VisitSql sql;
    private final Visit last;

    TenantJdbcVisits(DataSource pool, VisitSql sql, Visit last) {
        this.jdbc = TenantJdbc.on(Access.wrap(pool));
        this.sql = sql;
        this.last = last;
    }

    @Override
    public Visit find(UUID tenantId, UUID id) {
        return TenantContext.of(tenantId).call(() -> find(id));
    }

    @Override
    public Visit findInTransaction(UUID tenantId, UUID id) {
        return TenantContext.of(tenantId).call(() -> jdbc.inTransaction(() -> find(id)));
    }

    private Visit find(UUID id) {
        return jdbc.sql(sql.find()).bind("id", id).map(Visit.class).single();
    }

    @Override
    public List<Visit> firstPage(UUID tenantId) {
        return TenantContext.of(tenantId)
                .call(() -> jdbc.sql(sql.firstPage()).map(Visit.class).list());
    }

    @Override
    public List<Visit> deepPage(UUID tenantId) {
        return TenantContext.of(tenantId)
                .call(() -> jdbc.sql(sql.deepPage())
                        .bind("startsAt", last.startsAt())
                        .bind("id", last.id())
                        .map(Visit.class)
                        .list());
    }

    @Override
    public void save(UUID tenantId, Visit visit) {
        TenantContext.of(tenantId)
                .run(() ->
                        Visits.requireRows(jdbc.sql(sql.insert()).bindAll(visit).update(), 1));
    }

    @Override
    public void saveAll(UUID tenantId, List<Visit> visits) {
        TenantContext.of(tenantId)
                .run(() -> Visits.requireRows(jdbc.batch(sql.insert(), visits).length, visits.size()));
    }
}
