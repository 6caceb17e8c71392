/**
 * Repositories on Hibernate: {@link dev.rowhouse.hibernate.repository.HibernateTenantRepository}, and restrictions by the
 * static metamodel.
 */
@NullMarked
package dev.rowhouse.hibernate.repository;

import org.jspecify.annotations.NullMarked;
