package dev.rowhouse.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a bean once for each active tenant of the {@link TenantDirectory}. Made for scheduled work:
 *
 * <pre>{@code
 * @Scheduled(cron = "0 0 3 * * *")
 * @ForEachTenant(parallelism = 4, actor = "reminders")
 * void remind() { … }
 * }</pre>
 *
 * <p>Each tenant has its own transaction where the method is transactional. One that fails stops no other; afterwards a
 * {@link ForEachTenantException} says which failed. The method returns nothing. A caller who works for a tenant is refused.
 *
 * @since 0.1
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForEachTenant {
    /**
     * For how many tenants it may run at the same time: in the calling thread, and in threads of the bean
     * {@code applicationTaskExecutor}.
     *
     * @return 1 or more
     */
    int parallelism() default 1;

    /**
     * The actor's name. Default: none.
     *
     * @return as {@link dev.rowhouse.TenantContext#withActor} takes it
     */
    String actor() default "";
}
