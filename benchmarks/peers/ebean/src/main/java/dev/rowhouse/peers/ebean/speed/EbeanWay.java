package dev.rowhouse.peers.ebean.speed;

import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import io.ebean.Database;
import io.ebean.DatabaseFactory;
import io.ebean.Query;
import io.ebean.Transaction;
import io.ebean.annotation.PersistBatch;
import io.ebean.config.DatabaseConfig;
import io.ebean.config.TenantMode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Ebean with its tenant discriminator, without row-level security. */
public final class EbeanWay implements Way {
    /** Made by its name. */
    public EbeanWay() {}

    @Override
    public String schema() {
        return "plain";
    }

    @Override
    public Visits start(DataSource pool) {
        return new EbeanVisits(pool);
    }

    private static final class EbeanVisits implements Visits {
        private static final int BATCH = 1_000;
        private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

        private final Database database;

        EbeanVisits(DataSource pool) {
            DatabaseConfig config = new DatabaseConfig();
            config.setName("speed");
            config.setDataSource(pool);
            config.setDefaultServer(true);
            config.setTenantMode(TenantMode.PARTITION);
            config.setCurrentTenantProvider(CURRENT::get);
            config.setCurrentUserProvider(() -> ACTOR);
            config.setPersistBatch(PersistBatch.ALL);
            config.setPersistBatchSize(BATCH);
            config.addClass(AnyVisit.class);
            config.addClass(Visit.class);
            config.addClass(NewVisit.class);
            config.addClass(ChangedVisit.class);
            database = DatabaseFactory.create(config);
        }

        private static <R> R inTenant(UUID tenant, Supplier<R> work) {
            CURRENT.set(tenant);
            try {
                return work.get();
            } finally {
                CURRENT.remove();
            }
        }

        private <R> R inTransaction(UUID tenant, Supplier<R> work) {
            return inTenant(tenant, () -> {
                try (Transaction transaction = database.beginTransaction()) {
                    R result = work.get();
                    transaction.commit();
                    return result;
                }
            });
        }

        private <V extends VisitRow> @Nullable V find(Class<V> type, UUID id) {
            return database.find(type).where().idEq(id).isNull("deletedAt").findOne();
        }

        @Override
        public @Nullable VisitRow find(UUID tenant, UUID id) {
            return inTransaction(tenant, () -> Optional.ofNullable(find(Visit.class, id)))
                    .orElse(null);
        }

        @Override
        public @Nullable VisitRow findAlone(UUID tenant, UUID id) {
            return inTenant(tenant, () -> Optional.ofNullable(find(Visit.class, id)))
                    .orElse(null);
        }

        private static List<Visit> page(Query<Visit> query) {
            return query.orderBy("startsAt desc, id desc").setMaxRows(PAGE_SIZE).findList();
        }

        @Override
        public List<? extends VisitRow> firstPage(UUID tenant) {
            return inTransaction(
                    tenant,
                    () -> page(database.find(Visit.class)
                            .where()
                            .isNull("deletedAt")
                            .query()));
        }

        @Override
        public List<? extends VisitRow> pageAfter(UUID tenant, Instant startsAt, UUID id) {
            return inTransaction(
                    tenant,
                    () -> page(database.find(Visit.class)
                            .where()
                            .isNull("deletedAt")
                            .raw("(startsAt, id) < (?, ?)", startsAt, id)
                            .query()));
        }

        @Override
        public void insert(UUID tenant, Instant startsAt) {
            inTransaction(tenant, () -> {
                NewVisit visit = Visits.filled(new NewVisit(), startsAt);
                database.insert(visit);
                return visit;
            });
        }

        @Override
        public void insertMany(UUID tenant, List<Instant> startsAt) {
            List<NewVisit> visits = new ArrayList<>(startsAt.size());
            startsAt.forEach(time -> visits.add(Visits.filled(new NewVisit(), time)));
            inTransaction(tenant, () -> {
                database.insertAll(visits);
                return visits;
            });
        }

        @Override
        public void raisePrice(UUID tenant, UUID id) {
            inTransaction(tenant, () -> {
                ChangedVisit visit = find(ChangedVisit.class, id);
                if (visit == null) {
                    throw new IllegalStateException("There is no visit " + id);
                }
                visit.raisePrice();
                database.update(visit);
                return visit;
            });
        }

        @Override
        public void raisePrices(UUID tenant, Instant from, Instant until) {
            inTransaction(tenant, () -> {
                List<ChangedVisit> visits = changed(from, until);
                visits.forEach(VisitRow::raisePrice);
                database.updateAll(visits);
                return visits;
            });
        }

        @Override
        public void softDelete(UUID tenant, Instant from, Instant until) {
            inTransaction(tenant, () -> {
                List<ChangedVisit> visits = changed(from, until);
                visits.forEach(visit -> visit.softDelete(Instant.now(Clock.systemUTC())));
                database.updateAll(visits);
                return visits;
            });
        }

        private List<ChangedVisit> changed(Instant from, Instant until) {
            return database.find(ChangedVisit.class)
                    .where()
                    .isNull("deletedAt")
                    .ge("startsAt", from)
                    .lt("startsAt", until)
                    .findList();
        }
    }
}
