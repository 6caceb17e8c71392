package dev.rowhouse.samples.blueprints.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void without_an_environment_the_database_is_embedded_in_this_folder() {
        Settings settings = Settings.of(Map.of("DATABASE_URL", " "));

        assertThat(settings.url()).isEmpty();
        assertThat(settings.data()).isEqualTo(Path.of(".blueprints"));
        assertThat(settings.tenant()).isEmpty();
    }

    @Test
    void the_actor_is_the_user_unless_another_is_named() {
        assertThat(Settings.of(Map.of("USER", "dana")).actor()).contains("dana");
        assertThat(Settings.of(Map.of("USER", "dana", "BLUEPRINTS_ACTOR", "kim"))
                        .actor())
                .contains("kim");
    }

    @Test
    void a_short_cursor_secret_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> Settings.of(Map.of("CURSOR_SECRET", "c2VjcmV0")))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void secrets_are_not_printed() {
        Settings settings = Settings.of(
                Map.of("DATABASE_URL", "postgresql://owner:p4ss@localhost/db", "DATABASE_APP_PASSWORD", "p4ss"));

        assertThat(settings.toString()).doesNotContain("p4ss");
    }
}
