package dev.rowhouse.clinic;

import static dev.rowhouse.testkit.spring.TenantRequests.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.spring.IsolationProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;

/** The examples of the guide "Testing", and that they stand here. */
class SpringTestingGuideTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static void requests(MockMvc mvc, UUID acme) throws Exception {
        // as rowhouse.web.resolvers reads it, so that all of it is tested
        mvc.perform(get("/owners").with(tenant("acme")));
        // no resolver, directory or membership is asked
        mvc.perform(get("/owners").with(tenant(TenantContext.of(acme))));
    }

    static void probe(ApplicationContext context, UUID acme, UUID bolt) {
        IsolationProbe.of(context, acme, bolt).verify();
    }

    @Test
    void each_line_of_the_examples_stands_in_a_test() throws IOException {
        String source = "";
        for (String file : List.of("SpringTestingGuideTest.java", "OwnersIT.java")) {
            source += Files.readString(Path.of("src/test/java/dev/rowhouse/clinic", file));
        }
        String guide = Files.readString(Path.of("../docs/guide/testing.md"));
        String section = guide.substring(guide.indexOf("## Spring"), guide.indexOf("## Counting"));

        List<String> examples = EXAMPLE.matcher(section)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(examples).hasSize(3);
        for (String example : examples) {
            for (String line : example.lines().toList()) {
                assertThat(source).contains(line.strip());
            }
        }
    }
}
