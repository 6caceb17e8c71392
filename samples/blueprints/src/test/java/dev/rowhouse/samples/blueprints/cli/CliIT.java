package dev.rowhouse.samples.blueprints.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.samples.blueprints.SampleDatabase;
import dev.rowhouse.samples.blueprints.config.Settings;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a database that is given by its URL. In arguments, ' stands for ". */
class CliIT {
    private static final String PUMP = "{'motors': [{'kind': 'servo'}], 'notes': 'salt water'}";

    @RegisterExtension
    static final RowhouseDatabase database = SampleDatabase.prepared().build();

    private static final StringWriter out = new StringWriter();
    private static final StringWriter err = new StringWriter();
    private static Workspace workspace;
    private static int tenants;

    private String harbor;
    private String meadow;

    @BeforeAll
    static void open() {
        workspace = workspace("");
    }

    private static Workspace workspace(String input) {
        return new Workspace(
                Settings.of(environment()),
                new BufferedReader(new StringReader(input.replace('\'', '"'))),
                new PrintWriter(out),
                new PrintWriter(err));
    }

    private static Map<String, String> environment() {
        return Map.of(
                "DATABASE_URL",
                        database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + "user="
                                + database.ownerRole() + "&password=" + database.ownerPassword(),
                "DATABASE_APP_USER", database.applicationRole(),
                "DATABASE_APP_PASSWORD", database.applicationPassword());
    }

    @AfterAll
    static void close() {
        workspace.close();
    }

    @BeforeEach
    void addTenants() {
        harbor = "harbor-" + ++tenants;
        meadow = "meadow-" + tenants;
        done("tenant", "add", harbor, "Harbor Robotics");
        done("tenant", "add", meadow);
    }

    /** What a command printed, and its exit code. */
    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        return run(workspace, arguments);
    }

    private static Ran run(Workspace workspace, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int code = RootCommand.run(
                workspace,
                Arrays.stream(arguments)
                        .map(argument -> argument.replace('\'', '"'))
                        .toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** Runs a command that has to succeed, and returns what it printed. */
    private static String done(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        return ran.out();
    }

    /** Runs a command that has to fail, and returns its message. */
    private static String failed(int code, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.out()).isEqualTo(code);
        assertThat(ran.out()).isEmpty();
        return ran.err();
    }

    private void addPump() {
        done("add", "pump-station", "-t", harbor, "--as", "dana", "-d", "Keeps the dock dry", "--spec", PUMP);
    }

    private static String cursor(String output, String option) {
        Matcher matcher = Pattern.compile(option + " (\\S+)").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }

    @Test
    void tenants_are_listed() {
        assertThat(done("tenant", "list"))
                .contains("TENANT")
                .containsPattern(harbor + " +[-0-9a-f]{36} +Harbor Robotics")
                .containsPattern(meadow + " +[-0-9a-f]{36} +" + meadow);
    }

    @Test
    void a_blueprint_is_added_and_shown_to_its_tenant_only() {
        addPump();

        assertThat(done("show", "pump-station", "-t", harbor))
                .startsWith("pump-station, version 0, written ")
                .contains(" by dana", "Keeps the dock dry", "  \"notes\": \"salt water\"");
        assertThat(done("-t", harbor, "list")).containsPattern("pump-station +0 +.* dana +Keeps the dock dry");
        assertThat(done("-t", meadow, "list")).isEqualToNormalizingNewlines("No blueprints here.\n");
        assertThat(failed(Failures.REFUSED, "-t", meadow, "show", "pump-station"))
                .contains("this tenant has none of that name");
    }

    @Test
    void a_spec_comes_from_a_file_or_the_standard_input(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pump.json"), PUMP.replace('\'', '"'));
        done("-t", harbor, "add", "from-file", "--file", file.toString());
        try (Workspace other = workspace("{'from':\n 'stdin'}\n")) {
            assertThat(run(other, "-t", harbor, "add", "from-input", "--file", "-")
                            .code())
                    .isZero();
        }

        assertThat(done("-t", harbor, "show", "from-file")).contains("salt water");
        assertThat(done("-t", harbor, "show", "from-input")).contains("\"from\": \"stdin\"");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "add", "x", "--file", folder + "/none"))
                .contains("it cannot be read");
    }

    @Test
    void versions_are_kept_and_shown_and_an_old_one_is_no_base_for_a_change() {
        addPump();
        assertThat(done(
                        "-t",
                        harbor,
                        "--as",
                        "kim",
                        "edit",
                        "pump-station",
                        "--version",
                        "0",
                        "--spec",
                        "{'watts': 9}"))
                .contains("Changed blueprint pump-station, version 1");

        assertThat(failed(Failures.REFUSED, "-t", harbor, "edit", "pump-station", "--version", "0", "-d", "Mine"))
                .contains("you have seen version 0, and it is version 1 by now, written by kim", "show pump-station");
        assertThat(done("-t", harbor, "history", "pump-station"))
                .containsSubsequence("VERSION", "1 ", "kim", "{\"watts\":9}", "0 ", "dana", "salt water");
        assertThat(done("-t", harbor, "show", "pump-station", "--version", "0")).contains("salt water");
        assertThat(failed(Failures.REFUSED, "-t", harbor, "show", "pump-station", "--version", "7"))
                .contains("there is no version 7");
        assertThat(done("-t", harbor, "edit", "pump-station", "--version", "1", "--spec", "{'watts': 9}"))
                .contains("as you want it already");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "edit", "pump-station", "--version", "1"))
                .contains("nothing is to be changed");
    }

    @Test
    void blueprints_are_found_by_text_by_containment_and_by_a_name_like_that() {
        addPump();

        assertThat(done("-t", harbor, "search", "dock")).contains("pump-station", "Keeps the [dock] dry");
        assertThat(done("-t", harbor, "search", "--contains", "{'motors': [{'kind': 'servo'}]}"))
                .contains("pump-station");
        assertThat(done("-t", harbor, "search", "--like", "pump staton")).contains("pump-station");
        assertThat(done("-t", meadow, "search", "dock")).contains("Nothing found.");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "search", "--contains", "{'motors': [}"))
                .contains("line 1, column 13");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "search")).contains("nothing to search by");
    }

    @Test
    void pages_are_turned_by_cursors_that_are_good_for_one_tenant() {
        for (String name : new String[] {"one", "two", "three"}) {
            done("-t", harbor, "add", name, "--spec", "{}");
        }

        String first = done("-t", harbor, "list", "--size", "2");
        String second = done("-t", harbor, "list", "--size", "2", "--after", cursor(first, "--after"));
        String back = done("-t", harbor, "list", "--size", "2", "--before", cursor(second, "--before"));

        assertThat(first).containsSubsequence("three", "two").doesNotContain("one ");
        assertThat(second).contains("one ").doesNotContain("two", "--after");
        assertThat(back).containsSubsequence("three", "two").doesNotContain("--before");
        assertThat(done("-t", harbor, "list", "--next")).contains("one ");
        assertThat(done("-t", harbor, "list", "--previous")).contains("three");
        assertThat(failed(Failures.REFUSED, "-t", harbor, "list", "--previous")).contains("there is no page before");
        assertThat(failed(Failures.INVALID_INPUT, "-t", meadow, "list", "--after", cursor(first, "--after")))
                .contains("made for another tenant", "Begin again with the first page");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "list", "--after", "forged"))
                .contains("Begin again with the first page");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "list", "--size", "0"))
                .contains("Ask for 1 to 100");
    }

    @Test
    void a_deleted_blueprint_comes_back_with_its_comments() {
        addPump();
        done("-t", harbor, "--as", "kim", "comment", "pump-station", "Too salty.");
        done("-t", harbor, "delete", "pump-station");
        assertThat(done("-t", harbor, "list", "--deleted")).contains("pump-station", "DELETED");
        done("-t", harbor, "add", "pump-station", "--spec", "{}");

        assertThat(failed(Failures.REFUSED, "-t", harbor, "restore", "pump-station"))
                .contains("another blueprint has this name", "edit pump-station --name <other>");
        done("-t", harbor, "edit", "pump-station", "--version", "0", "--name", "pump-two");
        assertThat(done("-t", harbor, "restore", "pump-station"))
                .contains("Restored blueprint pump-station, version 2");
        assertThat(done("-t", harbor, "show", "pump-station")).containsPattern("kim +Too salty\\.");
        assertThat(failed(Failures.REFUSED, "-t", harbor, "restore", "pump-station"))
                .contains("it is not deleted");
    }

    @Test
    void a_comment_is_deleted_on_its_own() {
        addPump();
        String added = done("-t", harbor, "comment", "pump-station", "Too salty.");
        String id = added.strip().substring("Added comment ".length());

        assertThat(done("-t", harbor, "comment", "--delete", id)).contains("Deleted comment " + id);

        assertThat(done("-t", harbor, "show", "pump-station")).doesNotContain("Too salty.");
        assertThat(failed(Failures.REFUSED, "-t", harbor, "comment", "--delete", id))
                .contains("deleted already");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "comment", "--delete", "7"))
                .contains("Invalid value for option '--delete'");
    }

    @Test
    void a_purge_is_for_good() {
        addPump();
        done("-t", harbor, "delete", "pump-station");

        assertThat(done("-t", harbor, "purge")).contains("Purged 0 rows");
        assertThat(done("-t", harbor, "purge", "--older-than", "PT0S")).contains("Purged 1 row");
        assertThat(done("-t", harbor, "list", "--deleted")).contains("Nothing was deleted.");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "purge", "--older-than", "-PT1S"))
                .contains("is in the future");
    }

    @Test
    void all_attacks_are_held_off() {
        addPump();
        assertThat(failed(Failures.REFUSED, "-t", harbor, "attack", "--victim", meadow))
                .contains("has no blueprint, so that nothing would be proved");
        done("-t", meadow, "add", "pump-station", "--spec", "{}");

        String attacks = done("-t", harbor, "attack", "--victim", meadow);

        assertThat(attacks)
                .contains("13 of 13 attacks were held off.")
                .containsPattern(
                        "native SQL without a tenant predicate +reached 1 rows of its own, 0 of the other's +held")
                .containsPattern("bulk delete without any predicate +refused: RowhouseException +held")
                .containsPattern("outside of any tenant's context +refused: MissingTenantException +held");
    }

    @Test
    void a_shell_keeps_tenant_and_database_for_its_lines() {
        String lines = "add one --spec '{}'\n# a comment\n\nlist\nnonsense\nshow \"one\nexit\nlist\n";
        try (Workspace shell = workspace(lines)) {
            Ran ran = run(shell, "-t", harbor, "--as", "dana", "shell");

            assertThat(ran.code()).isZero();
            assertThat(ran.out()).containsPattern("one +0 +.* dana").endsWith(harbor + "> " + System.lineSeparator());
            assertThat(ran.err()).contains("nonsense", "a quotation mark \" is not closed");
        }
    }

    @Test
    void what_is_missing_or_wrong_is_said_with_what_to_do() {
        assertThat(failed(Failures.INVALID_INPUT, "list")).contains("none is named", "--tenant <slug>");
        assertThat(failed(Failures.REFUSED, "-t", "nobody", "list"))
                .contains("Looking up tenant nobody", "tenant add nobody");
        assertThat(failed(Failures.REFUSED, "tenant", "add", harbor)).contains("Choose another");
        assertThat(failed(Failures.INVALID_INPUT, "tenant", "add", "No Slug")).contains("such as blue-harbor");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "add", "Pump", "--spec", "{}"))
                .contains("is not a name");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "add", "pump", "--spec", "[]"))
                .contains("the spec is a JSON array. Write an object");
        assertThat(failed(Failures.REFUSED, "-t", harbor, "add", "pump", "--spec", "{'a': 1e999999}"))
                .contains("overflows numeric format");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "add", "pump")).contains("--spec=JSON");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "lst")).contains("list");
        assertThat(failed(Failures.INVALID_INPUT)).contains("there is no command");
        assertThat(failed(Failures.INVALID_INPUT, "-t", harbor, "list", "--data", "/tmp/elsewhere"))
                .contains("another one is open already");
    }

    @Test
    void the_owner_is_refused_as_the_role_to_work_as() {
        Map<String, String> asOwner = new HashMap<>(environment());
        asOwner.put("DATABASE_APP_USER", database.ownerRole());
        asOwner.put("DATABASE_APP_PASSWORD", database.ownerPassword());
        err.getBuffer().setLength(0);

        int code = Cli.run(
                asOwner,
                new BufferedReader(new StringReader("")),
                new PrintWriter(out),
                new PrintWriter(err),
                "tenant",
                "list");

        assertThat(code).isEqualTo(Failures.UNUSABLE_DATABASE);
        assertThat(err.toString()).contains(database.ownerRole() + " is the owner", "Name an ordinary role");
    }

    @Test
    void each_command_explains_itself() {
        assertThat(done("--help")).contains("Usage: blueprints", "Exit code:", "restore");
        assertThat(done("edit", "--help")).contains("Usage: blueprints edit", "--version", "--tenant");
    }
}
