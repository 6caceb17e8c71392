package dev.rowhouse.peers.rowhouse;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.JdbcTenantRepository;
import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.JdbcDoor;
import dev.rowhouse.peers.NotApplicableException;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.UuidV7;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rowhouse on plain JDBC, with its repositories. */
public final class RowhouseJdbcPeer implements Peer {
    private static final Order<Document> BY_ID = Order.by(Sort.asc("id"));

    private @Nullable Started started;

    /** Made by its name. */
    public RowhouseJdbcPeer() {}

    private record Document(
            @Nullable UUID id, String title, @Nullable Long version) {}

    private record Note(
            @Nullable UUID id,
            @Nullable UUID tenantId,
            String title,
            @Nullable UUID documentId,
            @Nullable Long version) {}

    private record Started(
            TenantDataSource dataSource,
            TenantJdbc jdbc,
            JdbcTenantRepository<Document, UUID> documents,
            JdbcTenantRepository<Note, UUID> notes) {}

    @Override
    public String name() {
        return "Rowhouse with plain JDBC";
    }

    @Override
    public String configuration() {
        return ProtectedTables.CONFIGURATION + "; `TenantJdbc` and `JdbcTenantRepository`.";
    }

    @Override
    public void createTables(Tables tables) throws Exception {
        ProtectedTables.create(tables);
    }

    @Override
    public void start(DataSource pool) {
        TenantDataSource dataSource = ProtectedTables.wrap(pool);
        TenantJdbc jdbc = TenantJdbc.on(dataSource);
        started = new Started(
                dataSource,
                jdbc,
                JdbcTenantRepository.builder(jdbc, Document.class, UUID.class)
                        .generateIds(UuidV7.generator())
                        .build(),
                JdbcTenantRepository.builder(jdbc, Note.class, UUID.class)
                        .generateIds(UuidV7.generator())
                        .build());
    }

    private Started started() {
        return requireNonNull(started, "start was not called");
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.TENANT_SWITCHED) {
            switchTenant(attempt);
        } else {
            ProtectedTables.with(attempt.bound() ? attempt.attacker().id() : null, () -> run(attack, attempt));
        }
    }

    private void switchTenant(Attempt attempt) throws Exception {
        ProtectedTables.with(attempt.victim().id(), () -> {
            try (Connection connection = started().dataSource().getConnection()) {
                connection.setAutoCommit(false);
                JdbcDoor.run(connection, "select id from document", true, attempt);
                ProtectedTables.with(
                        attempt.attacker().id(),
                        () -> JdbcDoor.run(connection, "select title from document", true, attempt));
            }
        });
    }

    private void run(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.OUTSIDE_TRANSACTION_NATIVE) {
            try (Connection connection = started().dataSource().getConnection()) {
                JdbcDoor.run(connection, JdbcDoor.sql(attack, attempt), true, attempt);
            }
        } else if (JdbcDoor.isNativeRead(attack)) {
            runNative(JdbcDoor.sql(attack, attempt), true, attempt);
        } else if (JdbcDoor.isNativeWrite(attack)) {
            runNative(JdbcDoor.sql(attack, attempt), false, attempt);
        } else if (JdbcDoor.isOnConnection(attack)) {
            try (Connection connection = started().dataSource().getConnection()) {
                connection.setAutoCommit(false);
                JdbcDoor.attempt(attack, connection, attempt);
                connection.commit();
            }
        } else {
            runOnRepositories(attack, attempt);
        }
    }

    private void runOnRepositories(Attack attack, Attempt attempt) throws Exception {
        Tenant attacker = attempt.attacker();
        Tenant victim = attempt.victim();
        JdbcTenantRepository<Document, UUID> documents = started().documents();
        JdbcTenantRepository<Note, UUID> notes = started().notes();
        switch (attack) {
            case FIND_BY_ID ->
                attempt.saw(documents
                        .findById(victim.document())
                        .map(Document::title)
                        .orElse(""));
            case QUERY_BY_ID -> find(Restriction.equalTo("id", victim.document()), attempt);
            case OR_IN_CRITERIA ->
                find(
                        Restriction.any(
                                Restriction.equalTo("id", attacker.document()), Restriction.notEqualTo("title", "")),
                        attempt);
            case MERGE_FOREIGN -> notes.save(new Note(victim.note(), null, "hacked", null, 0L));
            case REMOVE_REFERENCE -> notes.softDelete(victim.note());
            case FOREIGN_KEY -> notes.save(new Note(null, null, "planted", victim.document(), null));
            case TENANT_SET_BY_HAND -> notes.save(new Note(null, victim.id(), "planted", null, null));
            case TENANT_CHANGED -> notes.save(new Note(attacker.note(), victim.id(), "moved", attacker.document(), 0L));
            case TENANT_MOVED_IN_BULK ->
                runNative(
                        "update document set tenant_id = '" + victim.id() + "' where id = '" + attacker.document()
                                + "'",
                        false,
                        attempt);
            case CONTEXT_FORGED ->
                started().jdbc().inTransaction(() -> {
                    for (String sql : ProtectedTables.forgeries(victim)) {
                        runNative(sql, true, attempt);
                    }
                    runNative(JdbcDoor.select(victim), true, attempt);
                });
            case NO_TENANT_QUERY, OUTSIDE_TRANSACTION_QUERY ->
                attempt.saw(
                        documents.findAll(BY_ID).stream().map(Document::title).toList());
            case NO_TENANT_INSERT -> notes.save(new Note(null, null, "stray", null, null));
            default -> throw new NotApplicableException("repositories on plain JDBC have nothing of the kind");
        }
    }

    private void find(Restriction<Document> restriction, Attempt attempt) {
        attempt.saw(started().documents().findAll(restriction, BY_ID).stream()
                .map(Document::title)
                .toList());
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        ProtectedTables.with(attempt.attacker().id(), () -> runNative(sql, rows, attempt));
    }

    private void runNative(String sql, boolean rows, Attempt attempt) {
        if (rows) {
            attempt.saw(
                    started().jdbc().sql(sql).map(RowhouseJdbcPeer::allColumns).list());
        } else {
            started().jdbc().sql(sql).update();
        }
    }

    private static String allColumns(ResultSet row) throws SQLException {
        StringBuilder columns = new StringBuilder();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            columns.append(row.getString(column)).append('\n');
        }
        return columns.toString();
    }

    @Override
    public void close() {
        started = null;
    }
}
