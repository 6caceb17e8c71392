package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.spring.data.TenantJpaRepository;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

class SpringDataGuideIT {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final RowhouseDatabase database = Clinic.database();

    @Test
    void repositories() {
        try (ConfigurableApplicationContext application = Clinic.start(database, List.of())) {
            TenantContext.of(ACME).run(() -> use(application.getBean(Animals.class)));
        }
    }

    private static void use(Animals animals) {
        UUID rex = requireNonNull(animals.save(new Animal("Rex")).getId());
        animals.saveAll(List.of(new Animal("Ria"), new Animal("Tom")));

        animals.deleteById(rex); // soft, as in any repository
        animals.findDeleted(Restriction.unrestricted(), Sort.by("name"), Limit.of(20));
        animals.restore(rex); // with what was deleted together with it
        animals.purge(Duration.ofDays(30)); // for good

        Window<Animal> window = animals.scroll(
                Restriction.startsWith("name", "R"),
                Sort.by("createdAt").descending(),
                Limit.of(20),
                ScrollPosition.keyset());
        String next = TenantJpaRepository.cursor(window.positionAt(window.size() - 1)); // to a client and back
        Window<Animal> more = animals.scroll(
                Restriction.startsWith("name", "R"),
                Sort.by("createdAt").descending(),
                Limit.of(20),
                TenantJpaRepository.position(next));

        assertThat(window).hasSize(2);
        assertThat(more).isEmpty();
        assertThat(animals.findByName("Rex")).hasSize(1);
    }

    @Test
    void each_example_of_the_section_is_compiled_here() throws IOException {
        String source = "";
        for (String file : List.of("SpringDataGuideIT.java", "Animals.java")) {
            source += normalized(Files.readString(Path.of("src/test/java/dev/rowhouse/clinic", file)));
        }
        String guide = Files.readString(Path.of("../docs/guide/spring.md"));
        String section = guide.substring(guide.indexOf("## Spring Data"), guide.indexOf("## Caches"));

        List<String> examples = EXAMPLE.matcher(section)
                .results()
                .map((MatchResult found) -> normalized(found.group(1)))
                .toList();

        assertThat(examples).hasSize(2);
        for (String example : examples) {
            for (String line : example.replaceAll("}\\s*$", "").split(";", -1)) {
                assertThat(source).contains(line.strip());
            }
        }
    }

    private static String normalized(String code) {
        return code.replaceAll("\\s+", " ");
    }
}
