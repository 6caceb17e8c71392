package dev.rowhouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What editors tell about properties while one types. */
class ConfigurationMetadataTest {
    private static final Pattern PROPERTY = Pattern.compile("\\{\\s*\"name\": \"(rowhouse\\.[^\"]*)\",[^{}]*}");

    private static String metadata() throws IOException {
        try (InputStream resource =
                ConfigurationMetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String all = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
            return all.substring(all.indexOf("\"properties\""));
        }
    }

    @Test
    void each_property_is_described() throws IOException {
        List<MatchResult> properties = PROPERTY.matcher(metadata()).results().toList();

        assertThat(properties)
                .hasSizeGreaterThan(40)
                .allSatisfy(property -> assertThat(property.group())
                        .as(property.group(1))
                        .contains("\"description\": \"", "\"type\": \""));
    }

    @Test
    void each_topic_has_its_properties() throws IOException {
        Stream<String> names = PROPERTY.matcher(metadata()).results().map((MatchResult property) -> property.group(1));

        assertThat(names)
                .contains(
                        "rowhouse.enabled",
                        "rowhouse.datasource.exclude",
                        "rowhouse.directory.table",
                        "rowhouse.logging.mdc",
                        "rowhouse.metrics.max-tenants",
                        "rowhouse.observations.tenant",
                        "rowhouse.web.claim.name",
                        "rowhouse.web.forward.hosts",
                        "rowhouse.web.membership.authority-prefix",
                        "rowhouse.web.principal.property");
    }
}
