package dev.rowhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantContextTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("00000000-0000-7000-8000-00000000000a"));
    private static final TenantContext BOLT = TenantContext.of(UUID.fromString("00000000-0000-7000-8000-00000000000b"));

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void leaves_nothing_behind() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void is_current_inside_a_body_and_gone_after_it() {
        List<Optional<TenantContext>> seen = new ArrayList<>();

        ACME.run(() -> seen.add(TenantContext.current()));

        assertThat(seen).containsExactly(Optional.of(ACME));
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void nests_and_restores_the_outer_tenant() {
        List<TenantContext> seen = new ArrayList<>();

        ACME.run(() -> {
            seen.add(TenantContext.require());
            BOLT.run(() -> seen.add(TenantContext.require()));
            seen.add(TenantContext.require());
        });

        assertThat(seen).containsExactly(ACME, BOLT, ACME);
    }

    @Test
    void restores_after_an_exception_and_lets_it_through_unchanged() {
        IOException thrown = new IOException("disk full");

        ACME.run(() -> {
            assertThatThrownBy(() -> BOLT.run(() -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> BOLT.call(() -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThat(TenantContext.current()).contains(ACME);
        });

        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void returns_what_the_body_returns() throws IOException {
        String answer =
                ACME.<String, IOException>call(() -> TenantContext.require().tenantId() + "!");

        assertThat(answer).isEqualTo(ACME.tenantId() + "!");
    }

    @Test
    void says_what_to_do_when_no_tenant_is_bound() {
        assertThatThrownBy(TenantContext::require)
                .isInstanceOf(MissingTenantException.class)
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("Asked for the current tenant")
                .hasMessageContaining(
                        "none is bound to thread \"" + Thread.currentThread().getName() + "\"")
                .hasMessageContaining("TenantContext.of(tenantId).run(...)");
    }

    @Test
    void is_a_value_of_tenant_and_actor() {
        TenantContext same = TenantContext.of(ACME.tenantId());

        assertThat(same).isEqualTo(ACME).hasSameHashCodeAs(ACME).isNotEqualTo(BOLT);
        assertThat(same.withActor("dana")).isNotEqualTo(ACME).isEqualTo(ACME.withActor("dana"));
        assertThat(ACME.withActor("dana").withActor("eli").actor()).contains("eli");
        assertThat(ACME.actor()).isEmpty();
        assertThat(ACME).isNotEqualTo(null);
        assertThat(ACME.withActor("dana")).hasToString("tenant " + ACME.tenantId() + " (actor dana)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "da\0na"})
    void refuses_an_actor_that_names_nobody(String actor) {
        assertThatThrownBy(() -> ACME.withActor(actor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Setting the actor of tenant " + ACME.tenantId())
                .hasMessageContaining("Give a name of 1 to 255 characters");
    }

    @Test
    void refuses_an_actor_that_is_too_long() {
        String longest = "x".repeat(TenantContext.MAX_ACTOR_LENGTH);

        assertThat(ACME.withActor(longest).actor()).contains(longest);
        assertThatThrownBy(() -> ACME.withActor(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 characters");
    }

    @Test
    void refuses_null() {
        assertThatThrownBy(() -> TenantContext.of(nothing())).hasMessage("tenantId");
        assertThatThrownBy(() -> ACME.withActor(nothing())).hasMessage("actor");
        assertThatThrownBy(() -> ACME.run(nothing())).hasMessage("body");
        assertThatThrownBy(() -> ACME.call(nothing())).hasMessage("body");
        assertThatThrownBy(() -> ACME.wrap((Runnable) nothing())).hasMessage("task");
    }

    @Test
    void does_not_reach_another_thread_by_itself() throws Exception {
        Optional<TenantContext> seen =
                ACME.call(() -> pool.submit(TenantContext::current).get());

        assertThat(seen).isEmpty();
    }

    @Test
    void is_carried_by_a_wrapped_task() throws Exception {
        List<TenantContext> seen = new ArrayList<>();

        pool.submit(ACME.wrap(() -> {
                    seen.add(TenantContext.require());
                }))
                .get();
        seen.add(pool.submit(BOLT.wrap((Callable<TenantContext>) TenantContext::require))
                .get());

        assertThat(seen).containsExactly(ACME, BOLT);
        assertThat(pool.submit(TenantContext::current).get()).isEmpty();
    }

    @Test
    void is_carried_through_the_stages_of_a_future_by_a_wrapped_executor() {
        CompletableFuture<String> fromElsewhere = new CompletableFuture<>();
        CompletableFuture<TenantContext> stage =
                fromElsewhere.thenApplyAsync(ignored -> TenantContext.require(), ACME.wrap(pool));

        fromElsewhere.complete("done outside any tenant");

        assertThat(stage.join()).isEqualTo(ACME);
    }

    @Test
    void is_captured_where_a_task_is_handed_over() throws Exception {
        ExecutorService propagating = TenantContext.propagating(pool);

        Future<TenantContext> acme = ACME.call(() -> propagating.submit(TenantContext::require));
        Future<TenantContext> bolt = BOLT.call(() -> propagating.submit(TenantContext::require));
        List<Future<Optional<TenantContext>>> all = ACME.call(() -> propagating.invokeAll(
                List.of((Callable<Optional<TenantContext>>) TenantContext::current, TenantContext::current)));
        Optional<TenantContext> any = BOLT.call(
                () -> propagating.invokeAny(List.of((Callable<Optional<TenantContext>>) TenantContext::current)));
        CompletableFuture<TenantContext> executed =
                ACME.call(() -> CompletableFuture.supplyAsync(TenantContext::require, TenantContext.propagating(pool)));

        assertThat(acme.get()).isEqualTo(ACME);
        assertThat(bolt.get()).isEqualTo(BOLT);
        assertThat(all).allSatisfy(future -> assertThat(future.get()).contains(ACME));
        assertThat(any).contains(BOLT);
        assertThat(executed.get()).isEqualTo(ACME);
    }

    @Test
    void is_absent_in_a_task_that_was_handed_over_without_one() throws Exception {
        ExecutorService insideAcme = Executors.newSingleThreadExecutor(task -> new Thread(ACME.wrap(task)));
        try {
            Optional<TenantContext> plain =
                    insideAcme.submit(TenantContext::current).get();
            Optional<TenantContext> propagated = TenantContext.propagating(insideAcme)
                    .submit(TenantContext::current)
                    .get();

            assertThat(plain).contains(ACME);
            assertThat(propagated).isEmpty();
        } finally {
            insideAcme.shutdown();
        }
    }

    @Test
    void shutting_down_a_propagating_service_shuts_down_the_service() throws Exception {
        ExecutorService propagating = TenantContext.propagating(pool);

        propagating.shutdown();

        assertThat(pool.isShutdown()).isTrue();
        assertThat(propagating.isShutdown()).isTrue();
        assertThat(propagating.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(propagating.isTerminated()).isTrue();
        assertThat(propagating.shutdownNow()).isEmpty();
    }

    @Test
    void is_carried_by_micrometers_context_propagation() throws Exception {
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(new ContextRegistry().loadThreadLocalAccessors())
                .clearMissing(true)
                .build();

        Callable<Optional<TenantContext>> captured = ACME.call(
                () -> snapshots.captureAll().wrap((Callable<Optional<TenantContext>>) TenantContext::current));
        Callable<Optional<TenantContext>> capturedOutside =
                snapshots.captureAll().wrap((Callable<Optional<TenantContext>>) TenantContext::current);

        assertThat(pool.submit(captured).get()).contains(ACME);
        assertThat(pool.submit(TenantContext::current).get()).isEmpty();
        assertThat(BOLT.call(capturedOutside::call)).isEmpty();
        assertThat(new TenantContextAccessor().key()).isEqualTo("rowhouse.tenant");
    }

    @Test
    void works_on_a_virtual_thread_where_the_jdk_has_them() throws Exception {
        List<TenantContext> seen = new ArrayList<>();
        Runnable task = ACME.wrap(() -> {
            seen.add(TenantContext.require());
        });

        Thread thread = startVirtualOrPlatform(task);
        thread.join();

        assertThat(seen).containsExactly(ACME);
        assertThat(isVirtual(thread)).isEqualTo(Runtime.version().feature() >= 21);
    }

    private static Thread startVirtualOrPlatform(Runnable task) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return Runtime.version().feature() >= 21
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is what the tests hand over on purpose
    private static <T> T nothing() {
        return null;
    }

    @Test
    void a_scope_binds_until_it_is_closed() {
        TenantContext outer = TenantContext.of(UUID.randomUUID());
        TenantContext inner = TenantContext.of(UUID.randomUUID());

        TenantContext.Scope outerScope = outer.open();
        TenantContext.Scope innerScope = inner.open();

        assertThat(TenantContext.current()).hasValue(inner);
        assertThatThrownBy(outerScope::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Close what was opened last first");
        innerScope.close();
        innerScope.close();
        assertThat(TenantContext.current()).hasValue(outer);
        outerScope.close();
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void a_scope_is_closed_by_the_thread_that_opened_it() {
        TenantContext.Scope scope = TenantContext.of(UUID.randomUUID()).open();
        try {
            CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(scope::close);

            assertThatThrownBy(elsewhere::join)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("it was opened by thread");
            assertThat(TenantContext.current()).isPresent();
        } finally {
            scope.close();
        }
    }
}
