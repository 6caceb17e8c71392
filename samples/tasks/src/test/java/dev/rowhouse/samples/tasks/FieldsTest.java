package dev.rowhouse.samples.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.tasks.http.ProblemException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private final Fields fields = new Fields();

    @Test
    void good_values_come_back_without_what_surrounds_them() {
        assertThat(fields.line("title", "  Añil \uD83D\uDC08 ", 6)).isEqualTo("Añil \uD83D\uDC08");
        assertThat(fields.text("note", null, 3)).isEmpty();
        assertThat(fields.email("email", " Dana@Example.org ")).isEqualTo("Dana@Example.org");
        assertThat(fields.timeZone("timeZone", null)).isEqualTo("UTC");
        assertThat(fields.timeZone("timeZone", "Asia/Kathmandu")).isEqualTo("Asia/Kathmandu");
        assertThat(fields.date("dueOn", LocalDate.of(2028, 2, 29))).isEqualTo("2028-02-29");
        assertThat(fields.date("dueOn", null)).isNull();
        fields.requireAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "1234567", "a\nb", "a\0b", "a\uD83D", "\uDC08a"})
    void a_bad_line_is_refused(String line) {
        fields.line("title", line, 6);

        assertThatThrownBy(fields::requireAccepted).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dana", "@b", "a@", "a@b@c", "a b@c", "a@b\0c"})
    void a_bad_address_is_refused(String email) {
        fields.email("email", email);

        assertThatThrownBy(fields::requireAccepted).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nowhere/Else", "25"})
    void a_bad_time_zone_is_refused(String zone) {
        fields.timeZone("timeZone", zone);

        assertThatThrownBy(fields::requireAccepted).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_date_that_must_be_a_mistake_is_refused() {
        fields.date("dueOn", LocalDate.of(20_270, 1, 1));

        assertThatThrownBy(fields::requireAccepted).isInstanceOf(ProblemException.class);
    }
}
