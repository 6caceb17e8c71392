package dev.rowhouse.peers.rowhouse.speed;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.ChangedVisit;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.NewVisit;
import dev.rowhouse.peers.rowhouse.speed.RowhouseVisits.Visit;
import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Repositories: in the session of a transaction where rows are read, and on their own where they are only written. */
final class RowhouseRepositories implements Visits {
    private static final Order<Visit> LATEST_FIRST = Order.by(Sort.desc("startsAt"), Sort.desc("id"));
    private static final Order<ChangedVisit> IN_ORDER = Order.by(Sort.desc("startsAt"), Sort.desc("id"));

    private final SessionFactory factory;
    private final HibernateTenantRepository<Visit, UUID> visits;
    private final HibernateTenantRepository<NewVisit, UUID> newVisits;
    private final HibernateTenantRepository<ChangedVisit, UUID> changedVisits;
    private volatile @Nullable PageRequest deep;

    RowhouseRepositories(SessionFactory factory) {
        this.factory = factory;
        this.visits = HibernateTenantRepository.of(factory, Visit.class, UUID.class);
        this.newVisits = HibernateTenantRepository.of(factory, NewVisit.class, UUID.class);
        this.changedVisits = HibernateTenantRepository.of(factory, ChangedVisit.class, UUID.class);
    }

    private static TenantContext of(UUID tenant) {
        return TenantContext.of(tenant).withActor(ACTOR);
    }

    private <R> R inTransaction(UUID tenant, Function<Session, R> work) {
        return of(tenant).call(() -> factory.fromTransaction(work));
    }

    @Override
    public @Nullable VisitRow find(UUID tenant, UUID id) {
        return inTransaction(tenant, session -> visits.in(session).findById(id)).orElse(null);
    }

    @Override
    public @Nullable VisitRow findAlone(UUID tenant, UUID id) {
        return of(tenant).call(() -> visits.findById(id)).orElse(null);
    }

    @Override
    public List<? extends VisitRow> firstPage(UUID tenant) {
        return page(tenant, PageRequest.ofPage(1, PAGE_SIZE, false)).content();
    }

    /** Goes on behind a page whose last visit is the given one. */
    @Override
    public List<? extends VisitRow> pageAfter(UUID tenant, Instant startsAt, UUID id) {
        PageRequest request = deep;
        if (request == null) {
            CursoredPage<Visit> before = page(tenant, PageRequest.ofPage(DEPTH / PAGE_SIZE, PAGE_SIZE, false));
            if (!id.equals(before.content().get(PAGE_SIZE - 1).id())) {
                throw new IllegalStateException("The page before does not end with visit " + id);
            }
            request = requireNonNull(before.nextPageRequest());
            deep = request;
        }
        return page(tenant, request).content();
    }

    private CursoredPage<Visit> page(UUID tenant, PageRequest request) {
        return inTransaction(
                tenant, session -> visits.in(session).findPage(Restriction.unrestricted(), request, LATEST_FIRST));
    }

    @Override
    public void insert(UUID tenant, Instant startsAt) {
        of(tenant).run(() -> newVisits.save(Visits.filled(new NewVisit(), startsAt)));
    }

    @Override
    public void insertMany(UUID tenant, List<Instant> startsAt) {
        of(tenant)
                .run(() -> newVisits.saveAll(startsAt.stream()
                        .map(time -> Visits.filled(new NewVisit(), time))
                        .toList()));
    }

    @Override
    public void raisePrice(UUID tenant, UUID id) {
        inTransaction(tenant, session -> {
            ChangedVisit visit = changedVisits.in(session).findById(id).orElseThrow();
            visit.raisePrice();
            return visit;
        });
    }

    @Override
    public void raisePrices(UUID tenant, Instant from, Instant until) {
        inTransaction(tenant, session -> {
            List<ChangedVisit> changed = changedVisits
                    .in(session)
                    .findAll(
                            Restriction.all(
                                    Restriction.greaterThanEqual("startsAt", from),
                                    Restriction.lessThan("startsAt", until)),
                            IN_ORDER);
            changed.forEach(VisitRow::raisePrice);
            return changed;
        });
    }

    @Override
    public void softDelete(UUID tenant, Instant from, Instant until) {
        throw new UnsupportedOperationException("Repositories soft-delete one by one.");
    }
}
