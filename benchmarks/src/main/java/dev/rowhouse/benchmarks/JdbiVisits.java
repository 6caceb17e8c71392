package dev.rowhouse.benchmarks;

import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Visits with Jdbi and its plug-in for PostgreSQL, which is on the class path. */
final class JdbiVisits implements Visits {
    private final Jdbi jdbi;
    private final VisitSql sql;
    private final Visit last;

    JdbiVisits(DataSource dataSource, VisitSql sql, Visit last) {
        this.jdbi = Jdbi.create(dataSource);
        ServiceLoader.load(JdbiPlugin.class).forEach(jdbi::installPlugin);
        this.jdbi.registerRowMapper(ConstructorMapper.factory(Visit.class));
        this.sql = sql;
        this.last = last;
    }

    @Override
    public Visit find(UUID tenantId, UUID id) {
        return jdbi.withHandle(handle -> find(handle, tenantId, id));
    }

    @Override
    public Visit findInTransaction(UUID tenantId, UUID id) {
        return jdbi.inTransaction(handle -> find(handle, tenantId, id));
    }

    private Visit find(Handle handle, UUID tenantId, UUID id) {
        return handle.createQuery(sql.find())
                .bind("tenantId", tenantId)
                .bind("id", id)
                .mapTo(Visit.class)
                .one();
    }

    @Override
    public List<Visit> firstPage(UUID tenantId) {
        return jdbi.withHandle(handle -> handle.createQuery(sql.firstPage())
                .bind("tenantId", tenantId)
                .mapTo(Visit.class)
                .list());
    }

    @Override
    public List<Visit> deepPage(UUID tenantId) {
        return jdbi.withHandle(handle -> handle.createQuery(sql.deepPage())
                .bind("tenantId", tenantId)
                .bind("startsAt", last.startsAt())
                .bind("id", last.id())
                .mapTo(Visit.class)
                .list());
    }

    @Override
    public void save(UUID tenantId, Visit visit) {
        Visits.requireRows(
                jdbi.withHandle(handle -> handle.createUpdate(sql.insert())
                        .bind("tenantId", tenantId)
                        .bindMethods(visit)
                        .execute()),
                1);
    }

    @Override
    public void saveAll(UUID tenantId, List<Visit> visits) {
        int[] counts = jdbi.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(sql.insert());
            for (Visit visit : visits) {
                batch.bind("tenantId", tenantId).bindMethods(visit).add();
            }
            return batch.execute();
        });
        Visits.requireRows(counts.length, visits.size());
    }
}
