package dev.rowhouse.hibernate.internal.plan;

import java.util.Set;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * What a plan depends on while the filters that are on have no values of their own: their names. Hibernate keeps a plan for what
 * has no filters, by its text and the names of the fetch profiles; here those of the filters stand in their place.
 */
final class FilterNames extends LoadQueryInfluencers {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // what Set.copyOf returns is serializable
    private final Set<String> names;

    FilterNames(SessionFactoryImplementor factory, Set<String> names) {
        super(factory);
        this.names = Set.copyOf(names);
    }

    @Override
    public Set<String> getEnabledFetchProfileNames() {
        return names;
    }
}
