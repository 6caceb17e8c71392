package dev.rowhouse.hibernate.internal.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.LockMode;
import org.hibernate.LockOptions;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.loader.ast.internal.SingleIdEntityLoaderStandardImpl;
import org.hibernate.loader.ast.internal.SingleIdLoadPlan;
import org.hibernate.loader.ast.spi.SingleIdEntityLoader;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.jspecify.annotations.Nullable;

/** Loads an entity by its id, with a plan for each set of filters and each lock. */
final class KeptLoader extends SingleIdEntityLoaderStandardImpl<Object> {
    private final KeptPlans plans;
    private final Map<Key, SingleIdLoadPlan<Object>> kept = new ConcurrentHashMap<>();

    private record Key(FilterNames filters, LockMode lock) {}

    KeptLoader(KeptPlans plans, EntityMappingType entity, SessionFactoryImplementor factory) {
        super(entity, new LoadQueryInfluencers(factory));
        this.plans = plans;
    }

    /** Tells whether a loader is Hibernate's usual one, which takes neither batches nor a query of the mapping. */
    static boolean replaces(SingleIdEntityLoader<?> loader) {
        return loader.getClass() == SingleIdEntityLoaderStandardImpl.class;
    }

    @Override
    @SuppressWarnings("removal") // Hibernate's own signature
    public SingleIdLoadPlan<Object> resolveLoadPlan(LockOptions lock, LoadQueryInfluencers influencers) {
        FilterNames filters = plans.names(influencers);
        if (filters == null
                || influencers.hasEnabledCascadingFetchProfile()
                || (lock.getLockMode().isPessimistic() && lock.hasNonDefaultOptions())) {
            return super.resolveLoadPlan(lock, influencers);
        }
        Key key = new Key(filters, lock.getLockMode());
        @Nullable SingleIdLoadPlan<Object> plan = kept.get(key);
        if (plan == null) {
            plan = super.resolveLoadPlan(lock, influencers);
            kept.put(key, plan);
        }
        return plan;
    }
}
