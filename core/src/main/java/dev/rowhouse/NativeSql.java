package dev.rowhouse;

import static java.lang.annotation.ElementType.CONSTRUCTOR;
import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Says of a class, method or mapped field beside an object-relational mapper that it holds SQL written by hand, to which
 * the mapper adds neither the tenant nor the filter of deleted rows. Row-level security still keeps tenants apart;
 * everything else is up to that SQL.
 *
 * <p>It changes nothing at run time. The architecture rules of the testkit refuse native SQL without it.
 *
 * @since 0.1
 */
@Documented
@Target({TYPE, METHOD, CONSTRUCTOR, FIELD})
@Retention(RUNTIME)
public @interface NativeSql {
    /**
     * Returns why the mapper's own query language does not do.
     *
     * @return the reason, not blank
     */
    String reason();
}
