package dev.rowhouse.samples.blueprints.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void what_is_read_is_written_for_people() {
        String pretty = Json.pretty(Json.parse("{\"a\":[1,2.50,{}],\"b\":\"ñ\"}", "a test"));

        assertThat(pretty.lines())
                .containsExactly("{", "  \"a\": [", "    1,", "    2.50,", "    {}", "  ],", "  \"b\": \"ñ\"", "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': [}            | line 1, column 8",
                "{'a': 1, 'a': 2}    | line 1",
                "{'a': 1} {}         | line 1, column 10",
                "{'a': x}            | line 1, column 7",
                "{'a':               | line 1",
            })
    void a_mistake_is_said_with_its_place(String json, String place) {
        assertThatThrownBy(() -> Json.parse(json.replace('\'', '"'), "a test"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Reading JSON from a test: there is a mistake in " + place)
                .hasMessageEndingWith("Correct it there.")
                .hasMessageNotContaining("Source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void nothing_is_no_json(String text) {
        assertThatThrownBy(() -> Json.parse(text, "a test")).hasMessageContaining("it is empty");
    }

    @Test
    void a_zero_character_is_refused_and_a_backslash_before_the_same_letters_is_not() {
        assertThatThrownBy(() -> Json.parse("{\"a\": \"\\u0000\"}", "a test")).hasMessageContaining("zero character");

        assertThat(Json.parse("{\"a\": \"\\\\u0000\"}", "a test").get("a").asString())
                .isEqualTo("\\u0000");
    }
}
