package dev.rowhouse.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Visits with Spring's JdbcClient, and for batches, which it has not, with the template below it. */
final class JdbcClientVisits implements Visits {
    private final NamedParameterJdbcTemplate template;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final VisitSql sql;
    private final Visit last;

    JdbcClientVisits(DataSource dataSource, VisitSql sql, Visit last) {
        this.template = new NamedParameterJdbcTemplate(dataSource);
        this.client = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.sql = sql;
        this.last = last;
    }

    @Override
    public Visit find(UUID tenantId, UUID id) {
        return client.sql(sql.find())
                .param("tenantId", tenantId)
                .param("id", id)
                .query(Visit.class)
                .single();
    }

    @Override
    public Visit findInTransaction(UUID tenantId, UUID id) {
        return requireNonNull(transaction.execute(status -> find(tenantId, id)));
    }

    @Override
    public List<Visit> firstPage(UUID tenantId) {
        return client.sql(sql.firstPage())
                .param("tenantId", tenantId)
                .query(Visit.class)
                .list();
    }

    @Override
    public List<Visit> deepPage(UUID tenantId) {
        return client.sql(sql.deepPage())
                .param("tenantId", tenantId)
                .param("startsAt", last.startsAt())
                .param("id", last.id())
                .query(Visit.class)
                .list();
    }

    @Override
    public void save(UUID tenantId, Visit visit) {
        Visits.requireRows(
                client.sql(sql.insert())
                        .param("tenantId", tenantId)
                        .param("id", visit.id())
                        .param("startsAt", visit.startsAt())
                        .param("pet", visit.pet())
                        .param("note", visit.note())
                        .param("priceCents", visit.priceCents())
                        .update(),
                1);
    }

    @Override
    public void saveAll(UUID tenantId, List<Visit> visits) {
        SqlParameterSource[] rows = visits.stream()
                .map(visit -> new MapSqlParameterSource()
                        .addValue("tenantId", tenantId)
                        .addValue("id", visit.id())
                        .addValue("startsAt", visit.startsAt())
                        .addValue("pet", visit.pet())
                        .addValue("note", visit.note())
                        .addValue("priceCents", visit.priceCents()))
                .toArray(SqlParameterSource[]::new);
        int[] counts = requireNonNull(transaction.execute(status -> template.batchUpdate(sql.insert(), rows)));
        Visits.requireRows(counts.length, visits.size());
    }
}
