package dev.rowhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantContextListenerTest {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("00000000-0000-7000-8000-00000000000a"));
    private static final TenantContext BOLT = TenantContext.of(UUID.fromString("00000000-0000-7000-8000-00000000000b"));

    @Test
    void hears_each_change_and_that_it_is_undone() {
        List<String> heard = RecordedChanges.during(() -> ACME.run(() -> BOLT.withActor("dana")
                .run(() -> assertThat(TenantContext.require().actor()).hasValue("dana"))));

        assertThat(heard)
                .containsExactly(
                        "null > " + ACME,
                        ACME + " > " + BOLT.withActor("dana"),
                        BOLT.withActor("dana") + " > " + ACME,
                        ACME + " > null");
    }

    @Test
    void hears_nothing_where_nothing_changes() {
        List<String> heard = RecordedChanges.during(() ->
                ACME.run(() -> ACME.run(() -> ACME.wrap((Runnable) () -> {}).run())));

        assertThat(heard).containsExactly("null > " + ACME, ACME + " > null");
    }

    @Test
    void hears_the_end_of_a_body_that_fails() {
        List<String> heard = RecordedChanges.during(() -> assertThatThrownBy(() -> ACME.run(() -> {
                    throw new IllegalStateException("as the test wants it");
                }))
                .isInstanceOf(IllegalStateException.class));

        assertThat(heard).containsExactly("null > " + ACME, ACME + " > null");
    }
}
