package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.Animals.Cage;
import dev.rowhouse.hibernate.Animals.JoinedAnimal;
import dev.rowhouse.hibernate.Animals.JoinedBird;
import dev.rowhouse.hibernate.Animals.Keeper;
import dev.rowhouse.hibernate.Animals.Shift;
import dev.rowhouse.hibernate.Animals.ShiftId;
import dev.rowhouse.hibernate.Animals.Ticket;
import dev.rowhouse.hibernate.Animals.UnionAnimal;
import dev.rowhouse.hibernate.Animals.UnionBird;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.PartitionKey;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.annotations.TenantId;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements that write one row name the tenant, so that a database distributed by tenant knows where they belong. */
class NamedTenantIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/animals.sql")
            .script("/dev/rowhouse/hibernate/memos.sql")
            .build();

    private static final List<String> STATEMENTS = new ArrayList<>();

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME).withActor("kim");

    /** A row that is deleted for good, with a version. */
    @Entity(name = "Memo")
    @Table(name = "memo")
    static class Memo {
        @Id
        UUID id = UUID.randomUUID();

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;

        @Nullable
        String remark;

        @ElementCollection
        @CollectionTable(name = "memo_line", joinColumns = @JoinColumn(name = "memo_id"))
        @Column(name = "line")
        List<String> lines = new ArrayList<>();

        @Version
        @Nullable
        Long version;
    }

    /** The same, of which only what has changed is written. */
    @Entity(name = "DynamicMemo")
    @Table(name = "memo")
    @DynamicUpdate
    static class DynamicMemo {
        @Id
        UUID id = UUID.randomUUID();

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;

        @Nullable
        String remark;

        @Version
        @Nullable
        Long version;
    }

    /** A row without a version. */
    @Entity(name = "Label")
    @Table(name = "label")
    static class Label {
        @Id
        String code = "";

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;
    }

    @Entity(name = "WrittenLabel")
    @Table(name = "label")
    @SQLUpdate(sql = "update label set title = ? where code = ?")
    static class WrittenLabel {
        @Id
        String code = "";

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;
    }

    @Entity(name = "PartitionedLabel")
    @Table(name = "label")
    static class PartitionedLabel {
        @Id
        String code = "";

        @TenantId
        @PartitionKey
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;
    }

    @BeforeAll
    static void start() {
        StatementInspector recorder = sql -> {
            STATEMENTS.add(sql);
            return sql;
        };
        factory = Hibernate.start(
                database.dataSource(),
                Map.of("hibernate.session_factory.statement_inspector", recorder),
                Memo.class,
                DynamicMemo.class,
                Label.class,
                WrittenLabel.class,
                PartitionedLabel.class,
                Keeper.class,
                JoinedAnimal.class,
                JoinedBird.class,
                UnionAnimal.class,
                UnionBird.class,
                Cage.class,
                Shift.class,
                Ticket.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(
                database.superuser(),
                "truncate keeper, joined_animal, joined_bird, union_animal, union_bird, cage, cage_place, shift, ticket,"
                        + " memo, memo_line, label");
    }

    private void persist(Object entity) {
        acme.run(() -> factory.inTransaction(session -> session.persist(entity)));
    }

    private List<String> writes(Consumer<Session> work) {
        STATEMENTS.clear();
        acme.run(() -> factory.inTransaction(work));
        return written();
    }

    private List<String> statelessWrites(Consumer<StatelessSession> work) {
        STATEMENTS.clear();
        acme.run(() -> factory.inStatelessTransaction(work));
        return written();
    }

    private static List<String> written() {
        return STATEMENTS.stream().filter(sql -> !sql.startsWith("select")).toList();
    }

    private static Memo memo() {
        Memo memo = new Memo();
        memo.title = "old";
        memo.lines.add("line");
        return memo;
    }

    // ---- entities that are deleted for good

    @Test
    void an_update_and_a_delete_name_the_tenant() {
        Memo memo = memo();
        persist(memo);

        assertThat(writes(session -> session.find(Memo.class, memo.id).title = "new"))
                .containsExactly("update memo set remark=?,title=?,version=? where tenant_id=? and id=? and version=?");
        assertThat(writes(session -> session.remove(session.find(Memo.class, memo.id))))
                .containsExactly(
                        "delete from memo_line where memo_id=?",
                        "delete from memo where tenant_id=? and id=? and version=?");

        assertThat(Hibernate.read(database.superuser(), "select count(*) from memo"))
                .containsExactly("0");
    }

    @Test
    void so_does_the_update_of_some_columns() {
        DynamicMemo memo = new DynamicMemo();
        memo.title = "old";
        persist(memo);

        assertThat(writes(session -> session.find(DynamicMemo.class, memo.id).title = "new"))
                .containsExactly("update memo set title=?,version=? where tenant_id=? and id=? and version=?");
    }

    @Test
    void so_does_the_raising_of_a_version() {
        Memo memo = memo();
        persist(memo);

        assertThat(writes(session -> session.find(Memo.class, memo.id, LockModeType.OPTIMISTIC_FORCE_INCREMENT)))
                .containsExactly("update memo set version=? where tenant_id=? and id=? and version=?");
        assertThat(writes(session -> session.find(Memo.class, memo.id, LockModeType.PESSIMISTIC_FORCE_INCREMENT)))
                .containsExactly("update memo set version=? where tenant_id=? and id=? and version=?");
        assertThat(writes(session -> session.find(Memo.class, memo.id).lines.add("another")))
                .contains("update memo set version=? where tenant_id=? and id=? and version=?");

        assertThat(Hibernate.read(database.superuser(), "select version from memo"))
                .containsExactly("3");
    }

    @Test
    void so_does_the_delete_of_what_was_not_loaded() {
        Label label = new Label();
        label.code = "a";
        persist(label);

        assertThat(writes(session -> session.find(Label.class, "a").title = "new"))
                .containsExactly("update label set title=? where tenant_id=? and code=?");
        assertThat(writes(session -> session.remove(session.getReference(Label.class, "a"))))
                .containsExactly("delete from label where tenant_id=? and code=?");
    }

    @Test
    void so_does_a_stateless_session() {
        Memo memo = memo();
        memo.lines.clear();
        persist(memo);

        assertThat(statelessWrites(session -> {
                    Memo found = session.get(Memo.class, memo.id);
                    found.title = "new";
                    session.update(found);
                    session.delete(found);
                }))
                .containsExactly(
                        "update memo set remark=?,title=?,version=? where tenant_id=? and id=? and version=?",
                        "delete from memo where tenant_id=? and id=? and version=?");
    }

    @Test
    void an_upsert_works_as_before() {
        Memo memo = memo();
        memo.lines.clear();
        memo.tenant = ACME; // nothing fills it in an upsert but the trigger, which this table does not have
        memo.version = 0L;
        statelessWrites(session -> session.upsert(memo));
        memo.title = "new";
        statelessWrites(session -> session.upsert(memo));

        assertThat(Hibernate.read(database.superuser(), "select title from memo"))
                .containsExactly("new");
    }

    @Test
    void another_tenants_row_is_not_written_even_without_row_level_security() {
        Memo memo = memo();
        persist(memo);
        Hibernate.run(database.superuser(), "alter table memo disable row level security");
        memo.title = "hacked";

        TenantContext bolt = TenantContext.of(BOLT);
        assertThatThrownBy(() -> bolt.run(() -> factory.inStatelessTransaction(session -> session.update(memo))))
                .isInstanceOf(StaleStateException.class);
        assertThatThrownBy(() -> bolt.run(() -> factory.inStatelessTransaction(session -> session.delete(memo))))
                .isInstanceOf(StaleStateException.class);
        Hibernate.run(database.superuser(), "alter table memo enable row level security");

        assertThat(Hibernate.read(database.superuser(), "select title from memo"))
                .containsExactly("old");
    }

    // ---- soft-deletable ones, in every way of mapping

    @Test
    void soft_deletes_name_the_tenant() {
        Keeper keeper = new Keeper();
        persist(keeper);
        Shift shift = new Shift();
        shift.id = new ShiftId(LocalDate.EPOCH, 7);
        persist(shift);
        Ticket ticket = new Ticket();
        persist(ticket);

        assertThat(writes(session -> session.remove(session.find(Keeper.class, keeper.getId()))))
                .singleElement()
                .asString()
                .startsWith("update keeper set deleted_at=now()")
                .endsWith(" where tenant_id=? and id=? and version=? and (deleted_at is null)");
        assertThat(writes(session -> session.remove(session.find(Shift.class, shift.id))))
                .singleElement()
                .asString()
                .endsWith(" where business=? and day=? and number=? and revision=? and (removed_on is null)");
        assertThat(writes(session -> session.remove(session.getReference(Ticket.class, ticket.id))))
                .singleElement()
                .asString()
                .endsWith(" where tenant_id=? and id=? and (deleted_at is null)");
    }

    @Test
    void in_hierarchies_the_table_of_the_tenant_column_has_it_named() {
        JoinedBird joined = new JoinedBird();
        persist(joined);
        UnionBird union = new UnionBird();
        persist(union);
        Cage cage = new Cage();
        persist(cage);

        assertThat(writes(session -> {
                    JoinedBird found = session.find(JoinedBird.class, joined.getId());
                    found.name = "swift";
                    found.wings = 3;
                }))
                .allSatisfy(sql -> assertThat(sql)
                        .containsPattern("^update joined_animal set .* where tenant_id=\\? and id=\\? and version=\\?$"
                                + "|^update joined_bird set wings=\\? where id=\\?$"))
                .hasSize(2);
        assertThat(writes(session -> session.find(JoinedBird.class, joined.getId()).wings = 4))
                .hasSize(2);
        assertThat(writes(session -> session.find(UnionBird.class, union.getId()).wings = 3))
                .singleElement()
                .asString()
                .startsWith("update union_bird set")
                .endsWith(" where tenant_id=? and id=? and version=?");
        assertThat(writes(session -> session.find(Cage.class, cage.getId()).place = "right"))
                .anySatisfy(sql -> assertThat(sql)
                        .startsWith("update cage set")
                        .endsWith(" where tenant_id=? and id=? and version=?"));
        assertThat(Hibernate.read(
                        database.superuser(),
                        "select wings from joined_bird union all select wings from union_bird order by wings desc"))
                .containsExactly("4", "3");
        assertThat(Hibernate.read(database.superuser(), "select place from cage_place"))
                .containsExactly("right");
    }

    // ---- what is left alone

    @Test
    void sql_written_by_hand_and_partition_keys_stay_as_they_are() {
        WrittenLabel written = new WrittenLabel();
        written.code = "w";
        persist(written);
        PartitionedLabel partitioned = new PartitionedLabel();
        partitioned.code = "p";
        persist(partitioned);

        assertThat(writes(session -> session.find(WrittenLabel.class, "w").title = "new"))
                .containsExactly("update label set title = ? where code = ?");
        assertThat(writes(session -> session.find(PartitionedLabel.class, "p").title = "new"))
                .containsExactly("update label set title=? where code=? and tenant_id=?");
        assertThat(writes(session -> session.remove(session.find(PartitionedLabel.class, "p"))))
                .containsExactly("delete from label where code=? and tenant_id=?");
    }
}
