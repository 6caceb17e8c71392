package dev.rowhouse.hibernate.repository;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import org.jspecify.annotations.Nullable;

/**
 * Which entities, said in the criteria of Jakarta Persistence: for conditions that a {@link dev.rowhouse.repository.Restriction} has no
 * words for, such as those on associations. Tenant and soft delete are there anyway.
 *
 * @param <T> the entity
 * @since 0.1
 */
@FunctionalInterface
public interface CriteriaRestriction<T> {
    /**
     * Makes the condition. It must leave the order of the query as it is, and must not multiply its rows.
     *
     * @param root the entity
     * @param query in which it stands
     * @param builder makes it
     * @return the condition, or null for all entities
     */
    @Nullable
    Predicate toPredicate(Root<T> root, CriteriaQuery<?> query, CriteriaBuilder builder);
}
