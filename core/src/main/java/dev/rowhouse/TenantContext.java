package dev.rowhouse;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: a tenant and, if known, the actor who works for it.
 *
 * <p>The context is an immutable value. {@link #run} and {@link #call} bind it to the calling thread for the duration of
 * a body and restore what was bound before, also when the body throws:
 *
 * <pre>{@code
 * TenantContext.of(acme).withActor("dana@acme").run(() -> appointments.book(pet, slot));
 * }</pre>
 *
 * <p>It never travels to another thread by itself. {@link #wrap(Runnable)}, {@link #wrap(Callable)} and
 * {@link #wrap(Executor)} carry this context; {@link #propagating(Executor)} and
 * {@link #propagating(ExecutorService)} carry whatever is current where a task is handed over. Where Micrometer's
 * context-propagation library is on the class path, {@link TenantContextAccessor} is found by it. Virtual threads work
 * as platform threads do. A {@link TenantContextListener} is told of each change.
 *
 * <p>Instances are safe for use by many threads.
 *
 * @since 0.1
 */
public final class TenantContext {
    /** Longest actor, in characters: {@value}. */
    public static final int MAX_ACTOR_LENGTH = 255;

    private static final ThreadLocal<TenantContext> CURRENT = new ThreadLocal<>();

    private static final TenantContextListener[] LISTENERS =
            ServiceLoader.load(TenantContextListener.class, TenantContext.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toArray(TenantContextListener[]::new);

    private final UUID tenantId;
    private final @Nullable String actor;

    private TenantContext(UUID tenantId, @Nullable String actor) {
        this.tenantId = tenantId;
        this.actor = actor;
    }

    /**
     * Creates a context without an actor.
     *
     * @param tenantId the tenant
     * @return the context; nothing is bound yet
     */
    public static TenantContext of(UUID tenantId) {
        return new TenantContext(requireNonNull(tenantId, "tenantId"), null);
    }

    /**
     * Returns this tenant with an actor: who is named in the audit columns. Any stable name serves: a login, an
     * address, the name of a job.
     *
     * @param actor 1 to {@value #MAX_ACTOR_LENGTH} characters, not blank and without the character U+0000, which
     *     PostgreSQL cannot store
     * @return a new context; this one stays as it is
     * @throws IllegalArgumentException if the actor is blank, too long or holds U+0000
     */
    public TenantContext withActor(String actor) {
        requireNonNull(actor, "actor");
        if (actor.isBlank() || actor.length() > MAX_ACTOR_LENGTH || actor.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Setting the actor of tenant " + tenantId + ": it has "
                    + actor.length() + " characters"
                    + (actor.isBlank() ? ", all of them blank" : "")
                    + (actor.indexOf('\0') >= 0 ? ", one of them U+0000" : "")
                    + ". Give a name of 1 to " + MAX_ACTOR_LENGTH
                    + " characters, or leave the actor out when there is none.");
        }
        return new TenantContext(tenantId, actor);
    }

    /**
     * Returns the context that is bound to the calling thread.
     *
     * @return the context, or empty if there is none
     */
    public static Optional<TenantContext> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Returns the context that is bound to the calling thread, and insists that there is one.
     *
     * @return the context
     * @throws MissingTenantException if there is none
     */
    public static TenantContext require() {
        TenantContext context = CURRENT.get();
        if (context == null) {
            throw new MissingTenantException("Asked for the current tenant: none is bound to thread \""
                    + Thread.currentThread().getName()
                    + "\". Put the work inside TenantContext.of(tenantId).run(...), or, if it was handed to another"
                    + " thread, carry the context there with TenantContext.wrap(...) or propagating(...).");
        }
        return context;
    }

    /**
     * Returns the tenant.
     *
     * @return the tenant's id
     */
    public UUID tenantId() {
        return tenantId;
    }

    /**
     * Returns who works for the tenant.
     *
     * @return the actor, or empty if none was named
     */
    public Optional<String> actor() {
        return Optional.ofNullable(actor);
    }

    /**
     * Runs a body for this tenant and restores what was bound before.
     *
     * @param body the work
     * @param <X> what the body throws
     * @throws X whatever the body throws
     */
    public <X extends Throwable> void run(TenantRunnable<X> body) throws X {
        requireNonNull(body, "body");
        TenantContext previous = bind(this);
        try {
            body.run();
        } finally {
            bind(previous);
        }
    }

    /**
     * Calls a body for this tenant, restores what was bound before and returns the body's result.
     *
     * @param body the work
     * @param <T> what the body returns
     * @param <X> what the body throws
     * @return the body's result
     * @throws X whatever the body throws
     */
    public <T extends @Nullable Object, X extends Throwable> T call(TenantCallable<T, X> body) throws X {
        requireNonNull(body, "body");
        TenantContext previous = bind(this);
        try {
            return body.call();
        } finally {
            bind(previous);
        }
    }

    /**
     * Binds this context to the calling thread until what it returns is closed. This is for frameworks that call before and after
     * the work and cannot be handed it as a body; everything else uses {@link #run} and {@link #call}, which cannot forget to
     * restore what was bound before.
     *
     * @return to be closed by the same thread, in a finally block
     */
    public Scope open() {
        return new Scope(this, bind(this), Thread.currentThread());
    }

    /**
     * A context that is bound until this is closed.
     *
     * @since 0.1
     */
    public static final class Scope implements AutoCloseable {
        private final TenantContext bound;
        private final @Nullable TenantContext previous;
        private final Thread thread;
        private boolean closed;

        private Scope(TenantContext bound, @Nullable TenantContext previous, Thread thread) {
            this.bound = bound;
            this.previous = previous;
            this.thread = thread;
        }

        /**
         * Restores what was bound before. Closing twice does nothing.
         *
         * @throws IllegalStateException if another thread closes it, or if something else is bound by now
         */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            if (Thread.currentThread() != thread) {
                throw new IllegalStateException("Closing the scope of " + bound + ": it was opened by thread \""
                        + thread.getName() + "\". Close it there.");
            }
            if (!bound.equals(CURRENT.get())) {
                throw new IllegalStateException("Closing the scope of " + bound + ": another context is bound by now,"
                        + " or none. Close what was opened last first.");
            }
            closed = true;
            bind(previous);
        }
    }

    /**
     * Returns a task that runs the given one for this tenant, on whichever thread.
     *
     * @param task the work
     * @return the wrapped task
     */
    public Runnable wrap(Runnable task) {
        requireNonNull(task, "task");
        return () -> run(task::run);
    }

    /**
     * Returns a task that calls the given one for this tenant, on whichever thread.
     *
     * @param task the work
     * @param <T> what the task returns
     * @return the wrapped task
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        requireNonNull(task, "task");
        return () -> call(task::call);
    }

    /**
     * Returns an executor whose tasks all run for this tenant, whoever hands them over. This is the one to give to the
     * stages of a {@link java.util.concurrent.CompletableFuture}: a stage may be handed over by the thread that
     * completed the stage before, where nothing is bound.
     *
     * @param executor runs the tasks
     * @return the wrapped executor
     */
    public Executor wrap(Executor executor) {
        requireNonNull(executor, "executor");
        return task -> executor.execute(wrap(task));
    }

    /**
     * Returns an executor that runs each task with the context which was current where the task was handed over. A task
     * that was handed over without a context runs without one, whatever its thread did before.
     *
     * @param executor runs the tasks
     * @return the wrapped executor
     */
    public static Executor propagating(Executor executor) {
        requireNonNull(executor, "executor");
        return task -> executor.execute(captured(task));
    }

    /**
     * Returns an executor service that runs each task with the context which was current where the task was handed over.
     * A task that was handed over without a context runs without one, whatever its thread did before. Shutting it down
     * shuts down the given service.
     *
     * @param executor runs the tasks
     * @return the wrapped executor service
     */
    public static ExecutorService propagating(ExecutorService executor) {
        return new PropagatingExecutorService(requireNonNull(executor, "executor"));
    }

    static Runnable captured(Runnable task) {
        requireNonNull(task, "task");
        TenantContext captured = CURRENT.get();
        return () -> {
            TenantContext previous = bind(captured);
            try {
                task.run();
            } finally {
                bind(previous);
            }
        };
    }

    static <T extends @Nullable Object> Callable<T> captured(Callable<T> task) {
        requireNonNull(task, "task");
        TenantContext captured = CURRENT.get();
        return () -> {
            TenantContext previous = bind(captured);
            try {
                return task.call();
            } finally {
                bind(previous);
            }
        };
    }

    /** Binds a context, or none, to the calling thread and returns what was bound before. */
    static @Nullable TenantContext bind(@Nullable TenantContext context) {
        TenantContext previous = CURRENT.get();
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
        if (LISTENERS.length > 0 && !Objects.equals(previous, context)) {
            for (TenantContextListener listener : LISTENERS) {
                listener.changed(previous, context);
            }
        }
        return previous;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof TenantContext that
                        && tenantId.equals(that.tenantId)
                        && Objects.equals(actor, that.actor));
    }

    @Override
    public int hashCode() {
        return tenantId.hashCode() * 31 + Objects.hashCode(actor);
    }

    /** Returns the tenant and the actor in words, for messages and logs. */
    @Override
    public String toString() {
        return actor == null ? "tenant " + tenantId : "tenant " + tenantId + " (actor " + actor + ")";
    }
}
