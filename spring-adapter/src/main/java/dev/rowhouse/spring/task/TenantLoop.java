package dev.rowhouse.spring.task;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.ForEachTenant;
import dev.rowhouse.spring.ForEachTenantException;
import dev.rowhouse.spring.TenantDirectory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Runs methods once for each tenant that is active. */
final class TenantLoop implements MethodInterceptor {
    private static final Logger log = LoggerFactory.getLogger(TenantLoop.class);

    /** The bean of Spring Boot. */
    private static final String EXECUTOR = "applicationTaskExecutor";

    private final BeanFactory beans;

    TenantLoop(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Method method = target == null
                ? invocation.getMethod()
                : AopUtils.getMostSpecificMethod(invocation.getMethod(), target.getClass());
        ForEachTenant options = AnnotatedElementUtils.findMergedAnnotation(method, ForEachTenant.class);
        if (options == null || !(invocation instanceof ProxyMethodInvocation repeatable)) {
            return invocation.proceed();
        }
        String work = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        refuseTenant(work);
        if (method.getReturnType() != void.class || options.parallelism() < 1) {
            throw new RowhouseException("Running " + work + " for each tenant: it returns "
                    + method.getReturnType().getSimpleName() + ", and its parallelism is " + options.parallelism()
                    + ". Let it return nothing, and give a parallelism of 1 or more.");
        }
        List<UUID> tenants = beans.getBean(TenantDirectory.class).activeTenants();
        Map<UUID, Throwable> failures =
                new Run(repeatable, options.actor(), tenants).with(helpers(options, work, tenants));
        if (!failures.isEmpty()) {
            throw new ForEachTenantException(work, tenants.size(), failures);
        }
        log.debug("Ran {} for {} tenants", work, tenants.size());
        return null;
    }

    /** Work of one tenant must not become work of all. */
    private static void refuseTenant(String work) {
        TenantContext.current().ifPresent(caller -> {
            throw new RowhouseException("Running " + work + " for each tenant: the caller works for " + caller
                    + ". Call it where no tenant is bound, such as from a scheduler.");
        });
    }

    private Helpers helpers(ForEachTenant options, String work, List<UUID> tenants) {
        int count = Math.min(options.parallelism(), tenants.size()) - 1;
        if (count < 1) {
            return new Helpers(0, task -> {});
        }
        if (!beans.containsBean(EXECUTOR)) {
            throw new RowhouseException("Running " + work + " for " + options.parallelism()
                    + " tenants at a time: there is no bean " + EXECUTOR + ". Add one, or leave the parallelism at 1.");
        }
        return new Helpers(count, beans.getBean(EXECUTOR, Executor.class));
    }

    /** Threads beside the caller's. */
    private record Helpers(int count, Executor executor) {}

    /** One call: a queue of tenants, from which the caller and its helpers take. */
    private static final class Run {
        private final ProxyMethodInvocation invocation;
        private final String actor;
        private final Queue<UUID> waiting;
        private final Map<UUID, Throwable> failures = new ConcurrentHashMap<>();

        /** The caller, and the helpers that have begun. One that never gets a thread is not waited for. */
        private final Phaser working = new Phaser(1);

        Run(ProxyMethodInvocation invocation, String actor, List<UUID> tenants) {
            this.invocation = invocation;
            this.actor = actor;
            this.waiting = new ConcurrentLinkedQueue<>(tenants);
        }

        Map<UUID, Throwable> with(Helpers helpers) {
            for (int i = 0; i < helpers.count(); i++) {
                try {
                    helpers.executor().execute(this::help);
                } catch (RejectedExecutionException e) {
                    log.debug("The executor has no thread to help with; fewer do the work", e);
                    break;
                }
            }
            work();
            working.arriveAndAwaitAdvance();
            working.forceTermination();
            return failures;
        }

        private void help() {
            if (working.register() == 0) {
                try {
                    work();
                } finally {
                    working.arriveAndDeregister();
                }
            }
        }

        private void work() {
            for (UUID tenant = waiting.poll(); tenant != null; tenant = waiting.poll()) {
                if (Thread.currentThread().isInterrupted()) {
                    failures.put(tenant, new InterruptedException("not begun, because the work was interrupted"));
                } else {
                    workFor(tenant);
                }
            }
        }

        private void workFor(UUID tenant) {
            TenantContext context = TenantContext.of(tenant);
            try {
                (actor.isEmpty() ? context : context.withActor(actor)).run(invocation.invocableClone()::proceed);
            } catch (Throwable failure) {
                failures.put(tenant, failure);
            }
        }
    }
}
