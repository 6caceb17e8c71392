package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.ArgumentLine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Runs the commands of {@code demo.txt}. A line begins with the exit code that the command has to have. */
@Command(
        name = "demo",
        description = "Shows everything at work, on an embedded database of its own that is gone afterwards.")
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("blueprints-demo");
        try (Workspace workspace = root.workspace().withDatabaseIn(folder)) {
            for (String line : script()) {
                if (!run(line, workspace)) {
                    return Failures.REFUSED;
                }
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static boolean run(String line, Workspace workspace) {
        PrintWriter out = workspace.out();
        if (line.isBlank() || line.startsWith("#")) {
            out.println(line);
            return true;
        }
        int expected = line.charAt(0) - '0';
        String command = line.substring(2);
        out.println("$ blueprints " + command);
        int code = RootCommand.run(workspace, ArgumentLine.split(command).toArray(new String[0]));
        if (code != expected) {
            out.println("The demo ends here: exit code " + code + " instead of " + expected + ".");
        }
        return code == expected;
    }

    private static List<String> script() throws IOException {
        try (InputStream script = DemoCommand.class.getResourceAsStream("/demo.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
