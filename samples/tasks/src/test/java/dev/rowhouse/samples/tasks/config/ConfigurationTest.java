package dev.rowhouse.samples.tasks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void without_anything_the_defaults_hold() {
        Configuration configuration = Configuration.read(Map.of(), folder);

        assertThat(configuration.port()).isEqualTo(8080);
        assertThat(configuration.host()).isEqualTo("localhost");
        assertThat(configuration.databaseUrl()).isEmpty();
        assertThat(configuration.migrate()).isTrue();
        assertThat(configuration.tokenLifetime()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void the_environment_wins_over_the_file_also_with_nothing() throws IOException {
        Files.writeString(folder.resolve(".env"), """
                PORT=1111
                DATABASE_POOL_SIZE=7
                DATABASE_URL=postgresql://file@localhost/file
                """);

        Configuration configuration = Configuration.read(Map.of("PORT", "2222", "DATABASE_URL", ""), folder);

        assertThat(configuration.port()).isEqualTo(2222);
        assertThat(configuration.poolSize()).isEqualTo(7);
        assertThat(configuration.databaseUrl()).isEmpty();
    }

    @Test
    void another_file_may_be_named_and_then_has_to_be_there() throws IOException {
        Files.writeString(folder.resolve("other.env"), "PORT=3333");

        assertThat(Configuration.read(Map.of("ENV_FILE", "other.env"), folder).port())
                .isEqualTo(3333);
        assertThatThrownBy(() -> Configuration.read(Map.of("ENV_FILE", "missing.env"), folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing.env: the file cannot be read (NoSuchFileException)");
    }

    @Test
    void all_errors_come_at_once_and_say_where_each_value_is_from() throws IOException {
        Files.writeString(folder.resolve(".env"), """
                # the port
                PORT=http
                DATABASE_MIGRATE=maybe
                DATABASE_APP_PASSWORD=hunter2
                CURSOR_SECRET=hunter2!
                """);

        assertThatThrownBy(() -> Configuration.read(
                        Map.of("DATABASE_POOL_SIZE", "0", "TOKEN_LIFETIME", "soon", "SHUTDOWN_GRACE", "PT-1S"), folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Reading the configuration: 7 problems.\n")
                .hasMessageContaining(
                        "PORT in line 2 of " + folder.resolve(".env") + ": \"http\" is not a number from 0 to 65535.")
                .hasMessageContaining("DATABASE_MIGRATE in line 3 of ")
                .hasMessageContaining("DATABASE_APP_PASSWORD is there without DATABASE_APP_USER.")
                .hasMessageContaining("CURSOR_SECRET in line 5 of ")
                .hasMessageContaining("DATABASE_POOL_SIZE in the environment: \"0\" is not a number from 1 to 1000.")
                .hasMessageContaining("TOKEN_LIFETIME in the environment: \"soon\" is not a duration")
                .hasMessageContaining("SHUTDOWN_GRACE in the environment: \"PT-1S\" is not a duration")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void secrets_do_not_show() {
        Configuration configuration = Configuration.read(
                Map.of(
                        "DATABASE_URL",
                        "postgresql://owner:hunter2@localhost/tasks",
                        "DATABASE_APP_USER",
                        "app",
                        "DATABASE_APP_PASSWORD",
                        " hunter2 ",
                        "CURSOR_SECRET",
                        "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjI="),
                folder);

        assertThat(configuration.toString()).contains("app", "(secret)").doesNotContain("hunter2", "aHVudGVy");
        assertThat(configuration.applicationPassword())
                .hasValueSatisfying(secret -> assertThat(secret.reveal()).isEqualTo(" hunter2 "));
    }
}
