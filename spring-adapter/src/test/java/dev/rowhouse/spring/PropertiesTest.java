package dev.rowhouse.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** What tools complete and explain to those who write {@code application.properties}. */
class PropertiesTest {
    private static final Path GUIDE = Path.of("../docs/guide/spring.md");
    private static final Pattern NAME = Pattern.compile("rowhouse(\\.[a-z]+(-[a-z]+)*)+");

    /** Names in the guide that begin alike. */
    private static final Set<String> METERS_AND_KEYS = Set.of(
            "rowhouse.transactions",
            "rowhouse.context.round.trips",
            "rowhouse.statements.refused",
            "rowhouse.tenants.missing",
            "rowhouse.tenant");

    private record Property(String name, String description) {}

    @Test
    void each_property_is_explained() throws IOException {
        assertThat(properties()).hasSizeGreaterThan(40).allSatisfy(property -> {
            assertThat(property.name()).matches(NAME);
            assertThat(property.description()).endsWith(".").hasSizeGreaterThan(10);
        });
    }

    @Test
    void each_property_is_in_the_guide() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(properties())
                .extracting(Property::name)
                .allMatch(name -> guide.contains(name) || guide.contains("`" + name.substring(name.lastIndexOf('.'))));
    }

    @Test
    void the_guide_names_no_property_that_does_not_exist() throws IOException {
        List<Property> known = properties();

        Stream<String> named = Pattern.compile("(?<![\\w.])rowhouse(\\.[a-z]++(-[a-z]++)*+)++(?![\\w(])")
                .matcher(Files.readString(GUIDE))
                .results()
                .map(MatchResult::group)
                .filter(name -> !METERS_AND_KEYS.contains(name));

        assertThat(named)
                .isNotEmpty()
                .allMatch(name -> known.stream()
                        .anyMatch(property ->
                                property.name().equals(name) || property.name().startsWith(name + ".")));
    }

    @SuppressWarnings("unchecked") // the format of the file is Spring Boot's
    private static List<Property> properties() throws IOException {
        try (InputStream metadata = requireNonNull(
                PropertiesTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            String text = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            List<Map<String, Object>> all = (List<Map<String, Object>>) requireNonNull(
                    JsonParserFactory.getJsonParser().parseMap(text).get("properties"));
            return all.stream()
                    .map(each ->
                            new Property(String.valueOf(each.get("name")), String.valueOf(each.get("description"))))
                    .filter(property -> property.name().startsWith("rowhouse."))
                    .toList();
        }
    }
}
