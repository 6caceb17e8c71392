package dev.rowhouse.peers.ebean;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.JdbcDoor;
import dev.rowhouse.peers.NotApplicableException;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import io.ebean.Database;
import io.ebean.DatabaseFactory;
import io.ebean.EbeanVersion;
import io.ebean.InsertOptions;
import io.ebean.Transaction;
import io.ebean.config.DatabaseConfig;
import io.ebean.config.TenantMode;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Ebean, which adds the tenant to its own SQL. */
public final class EbeanPeer implements Peer {
    private static final InsertOptions UPSERT =
            InsertOptions.builder().onConflictUpdate().uniqueColumns("id").build();

    private @Nullable Database database;

    /** Made by its name. */
    public EbeanPeer() {}

    @Override
    public String name() {
        return "Ebean " + EbeanVersion.getVersion();
    }

    @Override
    public String configuration() {
        return "`TenantMode.PARTITION`, `@TenantId` on each entity and a `CurrentTenantProvider`; no row-level security.";
    }

    @Override
    public void start(DataSource pool) {
        DatabaseConfig config = new DatabaseConfig();
        config.setName("peer");
        config.setDataSource(pool);
        config.setDefaultServer(true);
        config.setTenantMode(TenantMode.PARTITION);
        config.setCurrentTenantProvider(new ThreadTenant());
        config.addClass(Document.class);
        config.addClass(Note.class);
        config.addClass(Tag.class);
        database = DatabaseFactory.create(config);
    }

    private Database database() {
        return requireNonNull(database, "start was not called");
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.SHARED_CACHE) {
            ThreadTenant.with(attempt.victim().id(), () -> requireNonNull(title(attempt.victim())));
        }
        if (attack == Attack.TENANT_SWITCHED) {
            ThreadTenant.with(
                    attempt.victim().id(),
                    () -> inTransaction(transaction -> {
                        requireNonNull(title(attempt.victim()));
                        ThreadTenant.with(attempt.attacker().id(), () -> attempt.saw(titles()));
                    }));
        } else {
            ThreadTenant.with(attempt.bound() ? attempt.attacker().id() : null, () -> run(attack, attempt));
        }
    }

    private interface Work {
        void on(Transaction transaction) throws Exception;
    }

    private void inTransaction(Work work) throws Exception {
        try (Transaction transaction = database().beginTransaction()) {
            work.on(transaction);
            transaction.commit();
        }
    }

    private void run(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.OUTSIDE_TRANSACTION_QUERY) {
            attempt.saw(titles());
        } else if (attack == Attack.OUTSIDE_TRANSACTION_NATIVE) {
            runNative(JdbcDoor.sql(attack, attempt), true, attempt);
        } else if (JdbcDoor.isNativeRead(attack) || JdbcDoor.isNativeWrite(attack)) {
            inTransaction(
                    transaction -> runNative(JdbcDoor.sql(attack, attempt), JdbcDoor.isNativeRead(attack), attempt));
        } else if (JdbcDoor.isOnConnection(attack)) {
            inTransaction(transaction -> JdbcDoor.attempt(attack, transaction.connection(), attempt));
        } else {
            inTransaction(transaction -> runOnEntities(attack, attempt));
        }
    }

    private @Nullable String title(Tenant tenant) {
        Document found = database().find(Document.class, tenant.document());
        return found == null ? null : found.title();
    }

    private List<String> titles() {
        return titles(database().find(Document.class).findList());
    }

    private static List<String> titles(List<Document> documents) {
        return documents.stream().map(Document::title).toList();
    }

    private void runOnEntities(Attack attack, Attempt attempt) {
        Tenant attacker = attempt.attacker();
        Tenant victim = attempt.victim();
        Note foreign = new Note(victim.note(), "hacked");
        foreign.setVersion(0);
        Note planted = new Note(UUID.randomUUID(), "planted");
        switch (attack) {
            case FIND_BY_ID, SHARED_CACHE -> attempt.saw(title(victim));
            case QUERY_BY_ID ->
                attempt.saw(titles(database()
                        .find(Document.class)
                        .where()
                        .eq("id", victim.document())
                        .findList()));
            case OR_IN_CRITERIA ->
                attempt.saw(titles(database()
                        .find(Document.class)
                        .where()
                        .or()
                        .eq("id", attacker.document())
                        .ne("title", "")
                        .endOr()
                        .findList()));
            case TO_ONE_ASSOCIATION -> {
                Document document = requireNonNull(database().find(Note.class, Tables.PLANTED))
                        .document();
                attempt.saw(document == null ? null : document.title());
            }
            case LAZY_COLLECTION ->
                attempt.saw(own(attacker).notes().stream().map(Note::title).toList());
            case LINK_TABLE ->
                attempt.saw(own(attacker).tags().stream().map(Tag::title).toList());
            case ELEMENT_COLLECTION -> attempt.saw(own(attacker).labels());
            case NATIVE_ENTITY_CHANGED -> {
                String sql = "select id, tenant_id, title, version from tag where id = '" + victim.tag() + "'";
                for (Tag tag : database().findNative(Tag.class, sql).findList()) {
                    tag.setTitle("hacked");
                    database().save(tag);
                }
            }
            case BULK_UPDATE ->
                database().update(Document.class).set("title", "hacked").update();
            case BULK_DELETE -> database().find(Note.class).delete();
            case MERGE_FOREIGN -> database().merge(foreign);
            case REMOVE_REFERENCE -> database().delete(database().reference(Note.class, victim.note()));
            case STATELESS_UPDATE -> database().update(foreign);
            case STATELESS_DELETE -> database().delete(Note.class, victim.note());
            case STATELESS_UPSERT -> database().insert(foreign, UPSERT);
            case FOREIGN_KEY -> {
                planted.setDocument(database().reference(Document.class, victim.document()));
                database().insert(planted);
            }
            case TENANT_SET_BY_HAND -> {
                planted.setTenantId(victim.id());
                database().insert(planted);
            }
            case TENANT_CHANGED -> {
                Document own = own(attacker);
                own.setTenantId(victim.id());
                database().save(own);
            }
            case TENANT_MOVED_IN_BULK ->
                database()
                        .update(Document.class)
                        .set("tenantId", victim.id())
                        .where()
                        .idEq(attacker.document())
                        .update();
            case NO_TENANT_QUERY -> attempt.saw(titles());
            case NO_TENANT_INSERT -> database().insert(planted);
            case CONTEXT_FORGED ->
                throw new NotApplicableException("the database knows of no tenant that SQL could change");
            default ->
                throw new NotApplicableException("there is no switch; whoever answers for the current tenant decides");
        }
    }

    private Document own(Tenant attacker) {
        return requireNonNull(database().find(Document.class, attacker.document()));
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        ThreadTenant.with(attempt.attacker().id(), () -> inTransaction(transaction -> runNative(sql, rows, attempt)));
    }

    private void runNative(String sql, boolean rows, Attempt attempt) {
        if (rows) {
            database().sqlQuery(sql).findList().forEach(row -> attempt.saw(row.values()));
        } else {
            database().sqlUpdate(sql).execute();
        }
    }

    @Override
    public void close() {
        database().shutdown();
    }
}
