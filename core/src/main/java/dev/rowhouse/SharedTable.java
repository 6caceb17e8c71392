package dev.rowhouse;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Says of an entity that its rows belong to no tenant and may be seen by all: a list of currencies, the directory of tenants.
 *
 * <p>Whoever forgets the tenant of an entity writes nothing; whoever wants none writes this, and why. On an entity with
 * subclasses it holds for them too; on a mapped superclass it says nothing.
 *
 * @since 0.1
 */
@Documented
@Target(TYPE)
@Retention(RUNTIME)
public @interface SharedTable {
    /**
     * Returns why the rows belong to no tenant.
     *
     * @return the reason, not blank
     */
    String reason();
}
