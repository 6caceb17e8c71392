package dev.rowhouse.samples.violations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each mistake is found by the rule for it and by no other. An application that is right would extend {@code
 * TenantArchitectureContract} instead.
 */
class ViolationsTest {
    private final TenantArchitecture architecture = TenantArchitecture.builder("dev.rowhouse.samples.violations")
            .configuredIn("dev.rowhouse.samples.violations.config")
            .repositoriesUsedFrom("dev.rowhouse.samples.violations.billing")
            .build();

    @ParameterizedTest
    @EnumSource
    void each_rule_finds_its_one_mistake(TenantRule rule) {
        assertThat(architecture
                        .rule(rule)
                        .evaluate(architecture.types())
                        .getFailureReport()
                        .getDetails())
                .hasSize(1);
    }

    @Test
    void the_report_is_the_approved_one() throws IOException {
        String approved = approved();

        assertThatThrownBy(architecture::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessage(approved);
    }

    private static String approved() throws IOException {
        try (InputStream report = ViolationsTest.class.getResourceAsStream("/approved-report.txt")) {
            return new String(report.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .stripTrailing();
        }
    }
}
