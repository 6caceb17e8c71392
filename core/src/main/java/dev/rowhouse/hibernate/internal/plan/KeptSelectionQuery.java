package dev.rowhouse.hibernate.internal.plan;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.query.spi.HqlInterpretation;
import org.hibernate.query.sqm.internal.SqmSelectionQueryImpl;
import org.jspecify.annotations.Nullable;

/**
 * A selection whose plan is kept.
 *
 * @param <R> what it returns
 */
@SuppressWarnings("NullAway") // Hibernate does not say that a type of results may be null
final class KeptSelectionQuery<R> extends SqmSelectionQueryImpl<R> {
    private final KeptPlans plans;

    KeptSelectionQuery(
            String hql,
            HqlInterpretation<R> interpretation,
            @Nullable Class<R> type,
            SharedSessionContractImplementor session,
            KeptPlans plans) {
        super(hql, interpretation, type, session);
        this.plans = plans;
    }

    /** Asked for by the key of the plan, and by nothing that runs it. */
    @Override
    public LoadQueryInfluencers getLoadQueryInfluencers() {
        return plans.of(getSession());
    }
}
