package dev.rowhouse.samples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    @Test
    void what_was_made_is_read_back() {
        UUID user = UUID.randomUUID();
        AccessToken made = AccessToken.create(user);

        assertThat(AccessToken.parse("bearer " + made.reveal())).hasValueSatisfying(read -> {
            assertThat(read.userId()).isEqualTo(user);
            assertThat(read.hash()).isEqualTo(made.hash()).hasSize(32);
        });
    }

    @Test
    void no_two_are_the_same_and_none_shows_its_secret() {
        UUID user = UUID.randomUUID();
        AccessToken first = AccessToken.create(user);
        AccessToken second = AccessToken.create(user);

        assertThat(first.hash()).isNotEqualTo(second.hash());
        assertThat(first.toString()).isEqualTo(second.toString()).doesNotContain(first.reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer abc", "Basic ", "Bearer %", "Bearer ="})
    void anything_else_is_no_token(String start) {
        String token = AccessToken.create(UUID.randomUUID()).reveal();

        assertThat(AccessToken.parse(start)).isEmpty();
        assertThat(AccessToken.parse(start + token.substring(1))).isEmpty();
        assertThat(AccessToken.parse("Basic " + token)).isEmpty();
        assertThat(AccessToken.parse("Bearer +" + token.substring(1))).isEmpty();
    }
}
