package dev.rowhouse.samples.blueprints.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DraftTest {
    private static final JsonNode SPEC = JsonMapper.shared().readTree("{\"a\": 1}");

    @Test
    void parts_are_replaced_one_by_one() {
        Draft draft = new Draft("pump-station", "", SPEC).withName("crane-2").withDescription("Añil 🏗");

        assertThat(draft).isEqualTo(new Draft("crane-2", "Añil 🏗", SPEC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pump", "pump station", "-pump", "pump-", "pump--station", "pümp", "a/b"})
    void a_name_is_words_with_hyphens(String name) {
        assertThatThrownBy(() -> new Draft(name, "", SPEC))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not a name");
    }

    @Test
    void what_is_too_long_is_refused() {
        assertThatThrownBy(() -> new Draft("a".repeat(81), "", SPEC)).hasMessageContaining("at most 80");
        assertThatThrownBy(() -> new Draft("a", "x".repeat(2_001), SPEC)).hasMessageContaining("at most 2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null"})
    void a_spec_is_an_object(String json) {
        assertThatThrownBy(() -> new Draft("pump", "", JsonMapper.shared().readTree(json)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Write an object");
    }
}
