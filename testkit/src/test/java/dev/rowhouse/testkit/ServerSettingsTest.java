package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {
    @Test
    void nothing_given_asks_for_nothing() {
        ServerSettings settings = read(Map.of(), Map.of());

        assertThat(settings).isEqualTo(new ServerSettings(null, null, null, false, null));
    }

    @Test
    void properties_are_read() {
        ServerSettings settings = read(
                Map.of(
                        "rowhouse.test.url", "jdbc:postgresql://db/postgres",
                        "rowhouse.test.user", "dana",
                        "rowhouse.test.password", "secret",
                        "rowhouse.test.containers", "true",
                        "rowhouse.test.postgres.major", "15"),
                Map.of());

        assertThat(settings).isEqualTo(new ServerSettings("jdbc:postgresql://db/postgres", "dana", "secret", true, 15));
    }

    @Test
    void the_environment_serves_where_no_property_is_given() {
        ServerSettings settings = read(
                Map.of("rowhouse.test.user", "dana", "rowhouse.test.url", " "),
                Map.of(
                        "ROWHOUSE_TEST_URL", "jdbc:postgresql://db/postgres",
                        "ROWHOUSE_TEST_USER", "other",
                        "ROWHOUSE_TEST_POSTGRES_MAJOR", "17"));

        assertThat(settings).isEqualTo(new ServerSettings("jdbc:postgresql://db/postgres", "dana", null, false, 17));
    }

    @Test
    void a_major_version_that_is_no_number_is_an_error() {
        assertThatThrownBy(() -> read(Map.of("rowhouse.test.postgres.major", "18.6"), Map.of()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Reading which PostgreSQL the tests want: rowhouse.test.postgres.major is \"18.6\"."
                        + " Give a major version such as 15 or 18, or leave it out.");
    }

    @Test
    void the_password_is_not_shown() {
        assertThat(new ServerSettings("jdbc:postgresql://db/postgres", "dana", "secret", false, null).toString())
                .contains("dana")
                .doesNotContain("secret");
    }

    @Test
    void the_version_chooses_the_server_only_where_it_chooses_the_container() {
        assertThat(new ServerSettings(null, null, null, false, 15).identity())
                .isEqualTo(new ServerSettings(null, null, null, false, 18).identity());
        assertThat(new ServerSettings("jdbc:postgresql://db/", null, null, true, 15).identity())
                .isEqualTo(new ServerSettings("jdbc:postgresql://db/", null, null, true, 18).identity());
        assertThat(new ServerSettings(null, null, null, true, 15).identity())
                .isNotEqualTo(new ServerSettings(null, null, null, true, 18).identity());
    }

    private static ServerSettings read(Map<String, String> properties, Map<String, String> environment) {
        return ServerSettings.read(name -> Optional.ofNullable(properties.get(name)), environment::get);
    }
}
