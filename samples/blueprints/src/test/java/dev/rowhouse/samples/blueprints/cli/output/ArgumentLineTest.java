package dev.rowhouse.samples.blueprints.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import org.junit.jupiter.api.Test;

class ArgumentLineTest {
    @Test
    void blanks_separate_and_quotation_marks_keep_together() {
        assertThat(ArgumentLine.split("  add  pump --spec '{\"a\": \"x \\\\ y\"}' -d \"Dana's \\\"best\\\"\" '' a\\ b"))
                .containsExactly("add", "pump", "--spec", "{\"a\": \"x \\\\ y\"}", "-d", "Dana's \"best\"", "", "a b");
        assertThat(ArgumentLine.split("   ")).isEmpty();
    }

    @Test
    void a_quotation_mark_that_stays_open_is_refused() {
        assertThatThrownBy(() -> ArgumentLine.split("comment pump \"Hello"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a quotation mark \" is not closed");
    }
}
