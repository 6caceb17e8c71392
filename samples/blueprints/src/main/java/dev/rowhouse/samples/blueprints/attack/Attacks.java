package dev.rowhouse.samples.blueprints.attack;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.NativeSql;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.samples.blueprints.attack.Attack.Reached;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.documents.RefusedException;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Attacks of one tenant on another: predicates that were forgotten, ids that were guessed, contexts that were mixed up. Each
 * runs in a transaction that is rolled back, so that one which succeeds does no harm.
 */
@NativeSql(reason = "Shows what becomes of SQL that was written without a thought of tenants")
public final class Attacks {
    private final SessionFactory factory;
    private final Library library;

    public Attacks(SessionFactory factory, Library library) {
        this.factory = factory;
        this.library = library;
    }

    /** Runs all attacks. Both tenants need a blueprint for it. */
    public List<AttackResult> run(Tenant attacker, Tenant victim) {
        TenantContext own = TenantContext.of(attacker.getId()).withActor("attacker");
        TenantContext other = TenantContext.of(victim.getId());
        UUID ownId = requireNonNull(page(own, attacker).content().get(0).getId());
        CursoredPage<Blueprint> foreign = page(other, victim);
        UUID foreignId = requireNonNull(foreign.content().get(0).getId());
        List<AttackResult> inContext = own.call(
                () -> Stream.of(forgotten(own, other), guessed(foreignId, ownId, other), mixedUp(other, foreign))
                        .flatMap(List::stream)
                        .map(this::inTransaction)
                        .toList());
        return Stream.concat(inContext.stream(), Stream.of(inTransaction(withoutContext())))
                .toList();
    }

    private static List<Attack> forgotten(TenantContext own, TenantContext other) {
        return List.of(
                Attack.findingNothing(
                        "HQL without a tenant predicate",
                        session -> reached(
                                own,
                                session.createSelectionQuery("select b.tenantId from Blueprint b", UUID.class)
                                        .getResultList())),
                Attack.findingNothing(
                        "native SQL without a tenant predicate",
                        session -> reached(
                                own,
                                session.createNativeQuery("select tenant_id from blueprint", UUID.class)
                                        .getResultList())),
                Attack.findingNothing(
                        "native SQL with the wrong tenant predicate",
                        session -> reached(
                                own,
                                session.createNativeQuery(
                                                "select tenant_id from blueprint where tenant_id = :other", UUID.class)
                                        .setParameter("other", other.tenantId())
                                        .getResultList())),
                Attack.refused(
                        "bulk delete without any predicate",
                        RowhouseException.class,
                        session -> Reached.others(session.createMutationQuery("delete from Comment")
                                .executeUpdate())));
    }

    private static List<Attack> guessed(UUID foreignId, UUID ownId, TenantContext other) {
        return List.of(
                Attack.findingNothing(
                        "find by a guessed id",
                        session -> Reached.others(session.find(Blueprint.class, foreignId) == null ? 0 : 1)),
                Attack.findingNothing(
                        "HQL update by a guessed id",
                        session -> Reached.others(
                                session.createMutationQuery("update Blueprint set description = 'mine' where id = :id")
                                        .setParameter("id", foreignId)
                                        .executeUpdate())),
                Attack.findingNothing(
                        "native update by a guessed id",
                        session -> Reached.others(session.createNativeMutationQuery(
                                        "update blueprint set description = 'mine' where id = :id")
                                .setParameter("id", foreignId)
                                .executeUpdate())),
                Attack.refused("remove(getReference(a guessed id))", PersistenceException.class, session -> {
                    session.remove(session.getReference(Blueprint.class, foreignId));
                    session.flush();
                    return Reached.others(1);
                }),
                Attack.refused(
                        "comment on a blueprint with a guessed id",
                        ConstraintViolationException.class,
                        session -> Reached.others(session.createNativeMutationQuery("""
                                        insert into blueprint_comment (id, blueprint_id, text)
                                        values (gen_random_uuid(), :id, 'I was here')
                                        """)
                                .setParameter("id", foreignId)
                                .executeUpdate())),
                Attack.refused(
                        "hand an own blueprint over to the other tenant",
                        PersistenceException.class,
                        session -> Reached.others(
                                session.createMutationQuery("update Blueprint set tenantId = :other where id = :id")
                                        .setParameter("other", other.tenantId())
                                        .setParameter("id", ownId)
                                        .executeUpdate())));
    }

    private List<Attack> mixedUp(TenantContext other, CursoredPage<Blueprint> foreign) {
        return List.of(
                Attack.refused(
                        "a session taken along into the other tenant's context",
                        TenantMismatchException.class,
                        session -> other.call(
                                () -> Reached.others(session.createSelectionQuery("from Blueprint", Blueprint.class)
                                        .getResultList()
                                        .size()))),
                Attack.refused(
                        "a page cursor of the other tenant",
                        InvalidCursorException.class,
                        session -> Reached.others(library.list(PageRequest.afterCursor(foreign.cursor(0), 2, 10, false))
                                .numberOfElements())));
    }

    private static Attack withoutContext() {
        return Attack.refused(
                "native SQL outside of any tenant's context",
                MissingTenantException.class,
                session -> Reached.others(session.createNativeQuery("select count(*) from blueprint", Long.class)
                        .getSingleResult()));
    }

    private static Reached reached(TenantContext own, List<UUID> tenants) {
        long ownRows = tenants.stream().filter(own.tenantId()::equals).count();
        return new Reached(ownRows, tenants.size() - ownRows);
    }

    private CursoredPage<Blueprint> page(TenantContext context, Tenant tenant) {
        CursoredPage<Blueprint> page =
                context.call(() -> library.list(PageRequest.ofSize(1).withoutTotal()));
        if (!page.hasContent()) {
            throw new RefusedException("Attacking: tenant " + tenant.getSlug()
                    + " has no blueprint, so that nothing would be proved. Add one to it.");
        }
        return page;
    }

    private AttackResult inTransaction(Attack attack) {
        try (Session session = factory.openSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                return attack.run(session);
            } finally {
                transaction.rollback();
            }
        }
    }
}
