package dev.rowhouse.samples.blueprints.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columns_are_as_wide_as_what_is_in_them() {
        StringWriter text = new StringWriter();

        new TextTable("NAME", "BY", "TEXT")
                .row("añil", null, "two\nlines")
                .row("x".repeat(61), "🏗", "y".repeat(100))
                .print(new PrintWriter(text));

        assertThat(text.toString().lines())
                .containsExactly(
                        "NAME" + " ".repeat(58) + "BY  TEXT",
                        "añil" + " ".repeat(58) + "-   two lines",
                        "x".repeat(59) + "…  🏗   " + "y".repeat(100));
    }
}
