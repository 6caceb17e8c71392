package dev.rowhouse.jdbc.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "id, id",
        "ownerId, owner_id",
        "createdAt, created_at",
        "parentURL, parent_url",
        "parentURLPath, parent_url_path",
        "line1, line1",
        "aText, a_text",
        "already_snake, already_snake",
    })
    void components_are_written_in_snake_case(String component, String column) {
        assertThat(Names.snakeCase(component)).isEqualTo(column);
        assertThat(Names.key(component)).isEqualTo(Names.key(column));
    }

    @ParameterizedTest
    @CsvSource(
            value = {"id| id", "createdAt| \"createdAt\"", "1a| \"1a\"", "a\"b| \"a\"\"b\"", "a b| \"a b\""},
            delimiter = '|',
            quoteCharacter = '`')
    void identifiers_are_quoted_where_they_have_to_be(String name, String identifier) {
        assertThat(Names.identifier(name)).isEqualTo(identifier);
    }
}
