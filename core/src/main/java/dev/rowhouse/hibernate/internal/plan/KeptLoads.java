package dev.rowhouse.hibernate.internal.plan;

import org.hibernate.Hibernate;
import org.hibernate.event.internal.DefaultLoadEventListener;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.stat.spi.StatisticsImplementor;
import org.jspecify.annotations.Nullable;

/** Loads by id as Hibernate does, but with plans that are kept. */
final class KeptLoads extends DefaultLoadEventListener {
    private final KeptPlans plans;

    KeptLoads(KeptPlans plans) {
        this.plans = plans;
    }

    @Override
    protected @Nullable Object loadFromDatasource(LoadEvent event, EntityPersister persister) {
        KeptLoader loader = plans.loader(persister, event.getSession().getLoadQueryInfluencers());
        if (loader == null) {
            return super.loadFromDatasource(event, persister);
        }
        Object given = event.getInstanceToLoad();
        Object loaded = given == null
                ? loader.load(event.getEntityId(), event.getLockOptions(), event.getReadOnly(), event.getSession())
                : loader.load(
                        event.getEntityId(), given, event.getLockOptions(), event.getReadOnly(), event.getSession());
        StatisticsImplementor statistics = event.getFactory().getStatistics();
        if (event.isAssociationFetch() && statistics.isStatisticsEnabled()) {
            statistics.fetchEntity(event.getEntityClassName());
        }
        return loaded == null ? null : Hibernate.unproxy(loaded);
    }
}
