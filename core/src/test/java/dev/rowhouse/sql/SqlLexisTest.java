package dev.rowhouse.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In each text the piece under test is what stands before the exclamation mark. */
class SqlLexisTest {
    @ParameterizedTest
    @ValueSource(
            strings = {" !", "\n!", "--!", "-- a 'string!\nselect", "/**/!", "/* a /* b */ c */!", "/* never closed!"})
    void space_is_skipped(String text) {
        assertThat(SqlLexis.afterSpace(without(text), 0)).isEqualTo(end(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "-1", "/2", "-", "/"})
    void what_is_no_space_is_not_skipped(String text) {
        assertThat(SqlLexis.afterSpace(text, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''!",
                "'it''s'!;",
                "'a\\'!;'",
                "\"a \"\" b\"!.c",
                "'never closed!",
                "'never closed either''!",
                "'\"'!"
            })
    void quotes_are_closed_by_one_that_is_not_doubled(String text) {
        assertThat(SqlLexis.afterQuoted(without(text), 0)).isEqualTo(end(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"E''!", "e'a\\'b'!;", "E'a''b'!", "E'a\\\\'!;'", "E'never closed\\!", "E'\\'!"})
    void in_escape_strings_a_backslash_escapes_the_quote(String text) {
        String sql = without(text);

        assertThat(SqlLexis.isEscapeString(sql, 0)).isTrue();
        assertThat(SqlLexis.afterEscapeString(sql, 0)).isEqualTo(end(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "else 'a'", "'a'", "u&'a'"})
    void other_strings_and_words_are_no_escape_strings(String text) {
        assertThat(SqlLexis.isEscapeString(text, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "$$a$$!b, 2",
        "$tag$ $$ $other$ ' $tag$!;, 5",
        "$größe$ a $größe$!, 7",
        "$a1$ $a2$ $a1$!$, 4",
        "$$never closed!, 2",
        "$!1, 0",
        "$!1$a$1$, 0",
        "$!a b$, 0",
        "$!, 0"
    })
    void dollar_signs_quote_with_a_tag_that_is_a_name(String text, int tag) {
        String sql = without(text);

        assertThat(SqlLexis.dollarTag(sql, 0)).isEqualTo(tag);
        assertThat(SqlLexis.afterDollar(sql, 0)).isEqualTo(end(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"select! 1", "a$b_1!.c", "größe!", "名前!,", "_!(", "1e5!;"})
    void words_and_numbers_end_at_what_cannot_be_in_a_name(String text) {
        assertThat(SqlLexis.afterWord(without(text), 0)).isEqualTo(end(text));
    }

    @Test
    void names_begin_with_letters_underscores_and_everything_outside_ascii() {
        assertThat("azAZ_ä名".chars().mapToObj(c -> (char) c)).allMatch(SqlLexis::isWordStart);
        assertThat("09$-'\"([ ".chars().mapToObj(c -> (char) c)).noneMatch(SqlLexis::isWordStart);
    }

    private static String without(String text) {
        return text.replace("!", "");
    }

    private static int end(String text) {
        return text.indexOf('!');
    }
}
