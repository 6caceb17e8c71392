package dev.rowhouse.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.samples.quickstart.Attack.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
    private static final Total RIGHT = new Total("acme: pets", 7, 7);
    private static final Total WRONG = new Total("acme: owners", 3, 4);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void the_isolation_held_if_all_attacks_were_stopped_and_all_totals_are_right() {
        boolean held = report.verdict(List.of(attack(Verdict.PASS)), List.of(RIGHT));

        assertThat(held).isTrue();
        assertThat(text()).contains("The isolation held: 1 of 1 attacks stopped, 1 of 1 totals as expected.");
    }

    @Test
    void a_total_that_differs_is_named_and_counts() {
        boolean held = report.verdict(List.of(attack(Verdict.PASS)), List.of(RIGHT, WRONG));

        assertThat(held).isFalse();
        assertThat(text())
                .contains("Differs: acme: owners: expected 3, found 4")
                .contains("THE ISOLATION DID NOT HOLD: 1 of 1 attacks stopped, 1 of 2 totals as expected.");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAK", "UNPROVEN"})
    void an_attack_that_was_not_stopped_as_it_has_to_be_counts(Verdict verdict) {
        boolean held = report.verdict(List.of(attack(verdict), attack(Verdict.PASS)), List.of(RIGHT));

        assertThat(held).isFalse();
        assertThat(text()).contains("THE ISOLATION DID NOT HOLD: 1 of 2 attacks stopped");
    }

    private static Attack.Result attack(Verdict verdict) {
        return new Attack.Result("try", "happened", "rule", verdict);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
