package dev.rowhouse.jdbc;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantCallable;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantRunnable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Units of work on an executor of the application, with a {@link CompletableFuture} for each. On Java 21 and later the
 * executor may be one of virtual threads.
 *
 * <pre>{@code
 * AsyncTenantJdbc async = jdbc.async(executor, 20);
 *
 * CompletableFuture<List<Pet>> pets = async.list(jdbc.sql("select id, name from pet").map(Pet.class));
 * CompletableFuture<Receipt> receipt = async.inTransaction(() -> book(slot));
 * }</pre>
 *
 * <p>The tenant that is bound where a unit is handed over is bound while it runs, and also in the stages that are added
 * with the {@code ...Async} methods of its future without an executor of their own. A unit is not part of a transaction
 * that the calling thread has open.
 *
 * <p>At most so many units run at once as were allowed; the others wait in the order in which they came, without a
 * thread and without a connection. So however many there are, none waits for the pool longer than the pool allows. A unit
 * whose future is cancelled before its turn does not run.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class AsyncTenantJdbc {
    private final TenantJdbc jdbc;
    private final Executor executor;
    private final Semaphore free;
    private final ConcurrentLinkedQueue<Unit<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();

    AsyncTenantJdbc(TenantJdbc jdbc, Executor executor, int atOnce) {
        this.jdbc = jdbc;
        this.executor = executor;
        this.free = new Semaphore(atOnce);
    }

    /**
     * Reads all rows of a query.
     *
     * @param query the query; the caller does not touch it again
     * @param <T> what a row becomes
     * @return completes with the list
     */
    public <T> CompletableFuture<List<T>> list(Query<T> query) {
        return call(requireNonNull(query, "query")::list);
    }

    /**
     * Reads the only row of a query, if there is one.
     *
     * @param query the query; the caller does not touch it again
     * @param <T> what a row becomes
     * @return completes with the object, or empty
     */
    public <T> CompletableFuture<Optional<T>> optional(Query<T> query) {
        return call(requireNonNull(query, "query")::optional);
    }

    /**
     * Reads the only row of a query, and insists that there is one.
     *
     * @param query the query; the caller does not touch it again
     * @param <T> what a row becomes
     * @return completes with the object
     */
    public <T> CompletableFuture<T> single(Query<T> query) {
        return call(requireNonNull(query, "query")::single);
    }

    /**
     * Runs a statement without rows.
     *
     * @param statement the statement; the caller does not touch it again
     * @return completes with how many rows it changed
     */
    public CompletableFuture<Integer> update(Sql statement) {
        return call(requireNonNull(statement, "statement")::update);
    }

    /**
     * Calls a body in a transaction of its own.
     *
     * @param body the work
     * @param <T> what the body returns
     * @param <X> what the body throws
     * @return completes with the body's result after the commit
     */
    public <T extends @Nullable Object, X extends Exception> CompletableFuture<T> inTransaction(
            TenantCallable<T, X> body) {
        requireNonNull(body, "body");
        return call(() -> jdbc.inTransaction(body));
    }

    /**
     * Runs a body.
     *
     * @param body the work
     * @param <X> what the body throws
     * @return completes when the body has ended
     */
    @SuppressWarnings("NullAway") // which reads @Nullable in type arguments from Java 21 on only
    public <X extends Exception> CompletableFuture<@Nullable Void> run(TenantRunnable<X> body) {
        requireNonNull(body, "body");
        return this.<@Nullable Void, X>call(() -> {
            body.run();
            return null;
        });
    }

    /**
     * Calls a body. It closes the streams that it opens.
     *
     * @param body the work
     * @param <T> what the body returns
     * @param <X> what the body throws
     * @return completes with the body's result
     */
    public <T extends @Nullable Object, X extends Exception> CompletableFuture<T> call(TenantCallable<T, X> body) {
        Unit<T> unit = new Unit<>(requireNonNull(body, "body"), executor);
        waiting.add(unit);
        start();
        return unit.future;
    }

    /** Starts what is waiting and may run. One thread does so at a time; the others leave it to that one. */
    private void start() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen;
        do {
            seen = calls.get();
            while (!waiting.isEmpty() && free.tryAcquire()) {
                Unit<?> unit = waiting.poll();
                if (unit == null || unit.future.isDone()) {
                    free.release();
                } else {
                    start(unit);
                }
            }
        } while (!calls.compareAndSet(seen, 0));
    }

    private void start(Unit<?> unit) {
        try {
            executor.execute(() -> jdbc.outsideTransaction(() -> unit.run(this::ended)));
        } catch (RuntimeException | Error e) {
            free.release();
            unit.future.completeExceptionally(e);
        }
    }

    private void ended() {
        free.release();
        start();
    }

    /** Binds a task to what is bound now, be it a tenant or none, whatever will be bound where it runs. */
    private static Runnable captured(Runnable task) {
        List<Runnable> captured = new ArrayList<>(1);
        TenantContext.propagating((Executor) captured::add).execute(task);
        return captured.get(0);
    }

    /** One unit of work. */
    private static final class Unit<T extends @Nullable Object> {
        private final TenantCallable<T, ?> body;
        private final Stages<T> future;
        private final Runnable compute = captured(this::compute);
        private final Runnable complete = captured(this::complete);
        private @Nullable T result;
        private @Nullable Throwable failure;

        Unit(TenantCallable<T, ?> body, Executor executor) {
            this.body = body;
            this.future = new Stages<>(TenantContext.current().orElse(null), executor);
        }

        /** Does the work, says that it has ended, and only then completes the future, whose stages may take their time. */
        void run(Runnable ended) {
            compute.run();
            ended.run();
            complete.run();
        }

        private void compute() {
            try {
                result = body.call();
                if (result instanceof BaseStream<?, ?> stream) {
                    stream.close();
                    throw new IllegalStateException(
                            "Ending a unit of work: its result is a stream, whose rows could only"
                                    + " be read before. Read the stream inside the unit and return what was read.");
                }
            } catch (Throwable e) {
                failure = e;
            }
        }

        private void complete() {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }

    /** A future whose stages run on the application's executor, for the tenant of the unit. */
    private static final class Stages<T extends @Nullable Object> extends CompletableFuture<T> {
        private final @Nullable TenantContext context;
        private final Executor executor;

        Stages(@Nullable TenantContext context, Executor executor) {
            this.context = context;
            this.executor = executor;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Stages<>(context, executor);
        }

        @Override
        public Executor defaultExecutor() {
            return context == null ? TenantContext.propagating(executor) : context.wrap(executor);
        }
    }
}
