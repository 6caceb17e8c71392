package dev.rowhouse.samples.blueprints.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes run them, each with a start and an end of its own. */
class EmbeddedDatabaseIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return runWith("", environment, arguments);
    }

    private int runWith(String input, Map<String, String> environment, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Cli.run(
                environment,
                new BufferedReader(new StringReader(input)),
                new PrintWriter(out),
                new PrintWriter(err),
                arguments);
    }

    @Test
    void the_folder_keeps_documents_and_the_good_of_cursors_from_one_command_to_the_next(@TempDir Path folder) {
        Map<String, String> environment =
                Map.of("BLUEPRINTS_DATA", folder.resolve("data").toString(), "BLUEPRINTS_TENANT", "harbor");
        String lines = "tenant add harbor\nadd one --spec {}\nadd two --spec {}\nlist --size 1\n";
        assertThat(runWith(lines, environment, "shell")).as(err.toString()).isZero();
        assertThat(out.toString()).containsPattern("two +0").doesNotContainPattern("one +0");
        Matcher cursor = Pattern.compile("--after (\\S+)").matcher(out.toString());
        assertThat(cursor.find()).isTrue();

        assertThat(run(environment, "list", "--after", cursor.group(1)))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).containsPattern("one +0").doesNotContainPattern("two +0");
    }

    @Test
    void two_processes_do_not_share_a_folder(@TempDir Path folder) throws IOException {
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();

            assertThat(run(Map.of(), "--data", folder.toString(), "tenant", "list"))
                    .isEqualTo(Failures.UNUSABLE_DATABASE);
            assertThat(err.toString()).contains("another blueprints is at work there", "--data");
        }
    }

    @Test
    void the_demo_runs_to_its_end() {
        int code = run(Map.of(), "demo");

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString()).contains("13 of 13 attacks were held off.", "Restored blueprint pump-station");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_database_that_cannot_be_used_is_said_without_its_password() {
        assertThat(run(Map.of("DATABASE_URL", "mysql://root:p4ss@localhost/db"), "tenant", "list"))
                .isEqualTo(Failures.UNUSABLE_DATABASE);
        assertThat(err.toString()).contains("Reading DATABASE_URL").doesNotContain("p4ss");

        assertThat(run(Map.of("DATABASE_URL", "postgresql://root:p4ss@localhost:1/db"), "tenant", "list"))
                .isEqualTo(Failures.UNUSABLE_DATABASE);
        assertThat(err.toString()).contains("Reading DATABASE_APP_USER");

        assertThat(run(
                        Map.of("DATABASE_URL", "postgresql://root:p4ss@localhost:1/db", "DATABASE_APP_USER", "app"),
                        "tenant",
                        "list"))
                .isEqualTo(Failures.UNUSABLE_DATABASE);
        assertThat(err.toString())
                .contains("Connecting to the database as the owner in DATABASE_URL")
                .doesNotContain("p4ss");
    }

    @Test
    void the_jar_runs_by_itself() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target" + File.separator + "blueprints.jar",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("Usage: blueprints").doesNotContain("WARN");
    }
}
