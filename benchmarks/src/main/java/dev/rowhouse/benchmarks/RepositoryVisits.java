package dev.rowhouse.benchmarks;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.JdbcTenantRepository;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.PageRequest;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Visits with {@link JdbcTenantRepository}, which writes its statements. Each call makes its tenant context. */
final class RepositoryVisits implements Visits {
    private static final Order<Visit> LATEST_FIRST = Order.by(Sort.desc("startsAt"), Sort.desc("id"));

    private final TenantJdbc jdbc;
    private final JdbcTenantRepository<Visit, UUID> visits;
    private final JdbcTenantRepository<Visit, UUID> newVisits;
    private @Nullable PageRequest deep;

    RepositoryVisits(DataSource pool) {
        this.jdbc = TenantJdbc.on(Access.wrap(pool));
        this.visits = JdbcTenantRepository.of(jdbc, Visit.class, UUID.class);
        this.newVisits = JdbcTenantRepository.builder(jdbc, Visit.class, UUID.class)
                .table("new_visit")
                .build();
    }

    @Override
    public Visit find(UUID tenantId, UUID id) {
        return TenantContext.of(tenantId).call(() -> visits.findById(id).orElseThrow());
    }

    @Override
    public Visit findInTransaction(UUID tenantId, UUID id) {
        return TenantContext.of(tenantId)
                .call(() -> jdbc.inTransaction(() -> visits.findById(id).orElseThrow()));
    }

    @Override
    public List<Visit> firstPage(UUID tenantId) {
        return TenantContext.of(tenantId)
                .call(() -> page(PageRequest.ofPage(1, PAGE_SIZE, false)).content());
    }

    @Override
    public List<Visit> deepPage(UUID tenantId) {
        return TenantContext.of(tenantId).call(() -> {
            PageRequest request = deep;
            if (request == null) {
                request = page(PageRequest.ofPage(DEPTH / PAGE_SIZE, PAGE_SIZE, false))
                        .nextPageRequest();
                deep = request;
            }
            return page(request).content();
        });
    }

    private jakarta.data.page.CursoredPage<Visit> page(PageRequest request) {
        return visits.findPage(Restriction.unrestricted(), request, LATEST_FIRST);
    }

    @Override
    public void save(UUID tenantId, Visit visit) {
        TenantContext.of(tenantId).run(() -> newVisits.save(visit));
    }

    @Override
    public void saveAll(UUID tenantId, List<Visit> all) {
        TenantContext.of(tenantId)
                .run(() -> Visits.requireRows(newVisits.saveAll(all).size(), all.size()));
    }
}
