/**
 * Spring Data: {@link dev.rowhouse.spring.data.TenantJpaRepository} adds to repositories of entities what soft-deleted rows and
 * deep pages need. Repositories that extend nothing of Rowhouse are safe without it.
 */
@NullMarked
package dev.rowhouse.spring.data;

import org.jspecify.annotations.NullMarked;
