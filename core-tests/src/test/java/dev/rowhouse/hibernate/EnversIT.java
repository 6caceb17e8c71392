package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.envers.AuditReader;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.RevisionType;
import org.hibernate.envers.query.AuditEntity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Envers beside Rowhouse: its tables are protected as others are, and a soft delete is a deletion in the history. */
class EnversIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/history.sql")
            .isolationCheck(IsolationCheck.off()) // which would speak first
            .build();

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME).withActor("kim");
    private final TenantContext bolt = TenantContext.of(BOLT).withActor("bo");

    @Entity(name = "Client")
    @Table(name = "client")
    @Audited
    static class Client extends TenantEntity {
        String name = "";

        Client() {}

        Client(String name) {
            this.name = name;
        }
    }

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Client.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate client, client_aud, revinfo");
    }

    private static UUID persisted(TenantContext context, String name) {
        Client client = new Client(name);
        context.run(() -> factory.inTransaction(session -> session.persist(client)));
        return Hibernate.id(client);
    }

    private static <R> R read(TenantContext context, Function<AuditReader, R> work) {
        return context.call(() -> factory.fromTransaction(session -> work.apply(AuditReaderFactory.get(session))));
    }

    private static List<Object> types(TenantContext context, UUID id) {
        return read(context, reader -> {
            List<?> rows = reader.createQuery()
                    .forRevisionsOfEntity(Client.class, false, true)
                    .add(AuditEntity.id().eq(id))
                    .addOrder(AuditEntity.revisionNumber().asc())
                    .getResultList();
            return rows.stream().map(row -> ((Object[]) row)[2]).toList();
        });
    }

    @Test
    void a_tenant_reads_its_own_revisions_and_no_others() {
        UUID ours = persisted(acme, "Ada");
        UUID theirs = persisted(bolt, "Bob");
        acme.run(() -> factory.inTransaction(session -> session.find(Client.class, ours).name = "Ada L."));

        List<Number> revisions = read(acme, reader -> reader.getRevisions(Client.class, ours));

        assertThat(revisions).hasSize(2);
        assertThatObject(read(acme, reader -> reader.find(Client.class, ours, revisions.get(0)).name))
                .isEqualTo("Ada");
        assertThatList(read(acme, reader -> reader.getRevisions(Client.class, theirs)))
                .isEmpty();
        assertThatList(read(bolt, reader -> reader.getRevisions(Client.class, ours)))
                .isEmpty();
        assertThatList(read(bolt, reader -> reader.getRevisions(Client.class, theirs)))
                .hasSize(1);
        Function<AuditReader, List<?>> all = reader -> reader.createQuery()
                .forRevisionsOfEntity(Client.class, true, true)
                .getResultList();
        assertThat(read(acme, all)).hasSize(2);
        assertThat(read(bolt, all)).extracting("name").containsExactly("Bob");
        assertThatThrownBy(() -> read(bolt, reader -> reader.getRevisionDate(revisions.get(1))))
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_soft_delete_is_a_deletion_in_the_history() {
        UUID id = persisted(acme, "Ada");

        acme.run(() -> factory.inTransaction(session -> session.remove(session.find(Client.class, id))));

        assertThat(types(acme, id)).containsExactly(RevisionType.ADD, RevisionType.DEL);
        assertThat(Hibernate.read(database.superuser(), "select deleted_by from client"))
                .containsExactly("kim");
        List<Number> revisions = read(acme, reader -> reader.getRevisions(Client.class, id));
        assertThatObject(read(acme, reader -> reader.find(Client.class, id, revisions.get(0)).name))
                .isEqualTo("Ada");
    }

    /** The limit that the guide names. */
    @Test
    void a_restore_is_no_revision_but_the_next_change_is() {
        UUID id = persisted(acme, "Ada");
        acme.run(() -> factory.inTransaction(session -> session.remove(session.find(Client.class, id))));

        acme.run(() -> factory.inTransaction(session -> SoftDeletes.in(session).restore(Client.class, id)));

        assertThat(types(acme, id)).containsExactly(RevisionType.ADD, RevisionType.DEL);
        acme.run(() -> factory.inTransaction(session -> session.find(Client.class, id).name = "Ada L."));
        assertThat(types(acme, id)).containsExactly(RevisionType.ADD, RevisionType.DEL, RevisionType.MOD);
    }

    @Test
    void revisions_carry_the_tenant() {
        persisted(acme, "Ada");
        persisted(bolt, "Bob");

        assertThat(Hibernate.read(
                        database.superuser(),
                        "select format('%s %s', a.tenant_id = r.tenant_id, a.tenant_id) from client_aud as a join revinfo as r using (rev)"
                                + " order by a.name"))
                .containsExactly("t " + ACME, "t " + BOLT);
    }

    @Test
    void tables_of_the_history_are_checked_at_start() {
        Hibernate.run(
                database.owner(),
                "alter table client_aud disable row level security",
                "alter table revinfo disable row level security");
        try {
            assertThatThrownBy(() -> Hibernate.start(database.dataSource(), Client.class))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("found 2 problems")
                    .hasMessageContaining("table client_aud of entity " + Client.class.getName()
                            + "_AUD has no row-level security, so that each tenant sees the rows of all: select"
                            + " rowhouse.protect_table('client_aud', audit => false).")
                    .hasMessageContaining(
                            "table revinfo of entity org.hibernate.envers.DefaultRevisionEntity has no row-level"
                                    + " security, so that each tenant sees the rows of all: select rowhouse.protect_table('revinfo',"
                                    + " audit => false).");
        } finally {
            Hibernate.run(
                    database.owner(),
                    "alter table client_aud enable row level security",
                    "alter table revinfo enable row level security");
        }
    }
}
