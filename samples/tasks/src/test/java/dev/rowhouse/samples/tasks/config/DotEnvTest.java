package dev.rowhouse.samples.tasks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "NAME=plain                        | plain",
                "  export   NAME = around the sign | around the sign",
                "NAME=before # a comment           | before",
                "NAME=a#b                          | a#b",
                "NAME=a=b==                        | a=b==",
                "NAME=$HOME and \\n                | $HOME and \\n",
                "NAME='single $x \\n #x' # comment | single $x \\n #x",
                "NAME=\"a \\\"b\\\" \\\\ \\$c # d\" | a \"b\" \\ $c # d",
                "NAME=Añil タマ                     | Añil タマ",
            })
    void a_value_is_read(String line, String value) {
        assertThat(DotEnv.parse(".env", line).entries().get("NAME").value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {"NAME=", "NAME=''", "NAME=\"\"", "NAME=# a comment", "NAME=   "})
    void a_value_may_be_empty(String line) {
        assertThat(DotEnv.parse(".env", line).entries().get("NAME").value()).isEmpty();
    }

    @Test
    void escapes_in_double_quotes_are_control_characters() {
        assertThat(DotEnv.parse(".env", "NAME=\"a\\nb\\tc\\r\"")
                        .entries()
                        .get("NAME")
                        .value())
                .isEqualTo("a\nb\tc\r");
    }

    @Test
    void lines_are_counted_past_comments_blanks_and_all_kinds_of_line_ends() {
        DotEnv file = DotEnv.parse(".env", "\uFEFF# first\r\n\r\nA=1\n   # more\nB=2\rC=3");

        assertThat(file.entries())
                .containsOnlyKeys("A", "B", "C")
                .containsEntry("A", new DotEnv.Entry("1", 3))
                .containsEntry("B", new DotEnv.Entry("2", 5))
                .containsEntry("C", new DotEnv.Entry("3", 6));
    }

    @Test
    void all_errors_come_at_once_each_with_its_line_and_none_with_a_value() {
        String text = """
                A=hunter2
                hunter2
                2B=hunter2
                C='hunter2
                D="hunter2
                E='hunter2'hunter2
                F="hunter2\\q"
                A=hunter2
                G="hunter2\\
                =hunter2
                """;

        assertThatThrownBy(() -> DotEnv.parse("my.env", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Reading my.env: 9 problems.\n1. line 2 has no \"=\" after its name.")
                .hasMessageContaining("\n2. line 3 does not begin with a name")
                .hasMessageContaining("\n3. line 4 opens a quotation mark in the value of C that is not closed.")
                .hasMessageContaining("\n4. line 5 opens a quotation mark in the value of D that is not closed.")
                .hasMessageContaining("\n5. line 6 has more after the closing quotation mark of E.")
                .hasMessageContaining("\n6. line 7 has a backslash in the value of F that means nothing.")
                .hasMessageContaining("\n7. line 8 sets A again, after line 1.")
                .hasMessageContaining("\n8. line 9 has a backslash in the value of G")
                .hasMessageContaining("\n9. line 10 does not begin with a name")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_file_in_another_encoding_is_refused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xE9, '\n'});

        assertThatThrownBy(() -> DotEnv.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Reading " + file + ": it is not a text in UTF-8. Save it in that encoding.");
    }
}
