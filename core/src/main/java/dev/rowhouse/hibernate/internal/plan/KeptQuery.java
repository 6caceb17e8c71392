package dev.rowhouse.hibernate.internal.plan;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.query.spi.HqlInterpretation;
import org.hibernate.query.sqm.internal.SqmQueryImpl;
import org.hibernate.query.sqm.spi.NamedSqmQueryMemento;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.jspecify.annotations.Nullable;

/**
 * A query whose plan is kept.
 *
 * @param <R> what it returns
 */
@SuppressWarnings("NullAway") // Hibernate does not say that a type of results may be null
final class KeptQuery<R> extends SqmQueryImpl<R> {
    private final KeptPlans plans;

    KeptQuery(
            String hql,
            HqlInterpretation<R> interpretation,
            @Nullable Class<R> type,
            SharedSessionContractImplementor session,
            KeptPlans plans) {
        super(hql, interpretation, type, session);
        this.plans = plans;
    }

    KeptQuery(
            NamedSqmQueryMemento<?> named,
            @Nullable Class<R> type,
            SharedSessionContractImplementor session,
            KeptPlans plans) {
        super(named, type, session);
        this.plans = plans;
    }

    KeptQuery(
            SqmStatement<R> criteria,
            @Nullable Class<R> type,
            SharedSessionContractImplementor session,
            KeptPlans plans) {
        super(criteria, type, session);
        this.plans = plans;
    }

    /** Asked for by the key of the plan, and by nothing that runs it. */
    @Override
    public LoadQueryInfluencers getLoadQueryInfluencers() {
        return plans.of(getSession());
    }
}
