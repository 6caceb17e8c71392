package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.TenantContext;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hibernate.Session;

/** Static tenants, and threads with and without a context. */
public final class Threads {
    private Threads() {}

    public static class StaticContext {
        static final TenantContext SYSTEM = TenantContext.of(new UUID(0, 1));
    }

    public static class StaticHolder {
        static final ThreadLocal<Optional<TenantContext>> CURRENT = ThreadLocal.withInitial(Optional::empty);
    }

    public static class StaticSession {
        static Session session;
    }

    public static class StaticConnections {
        static Connection[] connections;
    }

    public static class InstanceContext {
        static final UUID NOBODY = new UUID(0, 0);

        final TenantContext context = TenantContext.of(NOBODY);
    }

    public static class Pool {
        ExecutorService make() {
            return Executors.newFixedThreadPool(2);
        }
    }

    public static class OwnPool {
        Executor make() {
            return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }
    }

    public static class CommonPool {
        Executor make() {
            return ForkJoinPool.commonPool();
        }
    }

    public static class Future {
        CompletableFuture<String> start() {
            return CompletableFuture.supplyAsync(() -> "x", Runnable::run).thenApplyAsync(String::trim);
        }
    }

    public static class Parallel {
        void each(List<Runnable> tasks) {
            tasks.parallelStream().forEach(Runnable::run);
        }
    }

    public static class ParallelLater {
        void each(List<Runnable> tasks) {
            tasks.stream().parallel().forEach(Runnable::run);
        }
    }

    /** The context is bound around the pool, not inside it. */
    public static class BoundOutside {
        void each(TenantContext context, List<Runnable> tasks) {
            context.run(() -> tasks.parallelStream().forEach(Runnable::run));
        }
    }

    public static class PlainThread {
        void start(Runnable task) {
            new Thread(task).start();
        }
    }

    public static class AnonymousThread {
        void start() {
            new Thread() {
                @Override
                public void run() {}
            }.start();
        }
    }

    public static class Alarm {
        Timer make() {
            return new Timer();
        }
    }

    public static class Carried {
        final ExecutorService pool = TenantContext.propagating(Executors.newFixedThreadPool(2));

        void start(Runnable task) {
            new Thread(TenantContext.require().wrap(task)).start();
        }

        CompletableFuture<Void> later(Runnable task) {
            return CompletableFuture.runAsync(task, pool)
                    .thenRunAsync(task, TenantContext.require().wrap(pool));
        }

        long count(List<String> names) {
            return names.stream().filter(String::isBlank).count();
        }
    }
}
