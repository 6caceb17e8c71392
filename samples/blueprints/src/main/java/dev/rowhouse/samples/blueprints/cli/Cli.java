package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.config.Settings;
import dev.rowhouse.samples.blueprints.config.UnusableDatabaseException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs command lines. */
public final class Cli {
    private Cli() {}

    /** Runs the command that the process's arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("org.jboss.logging.provider", "slf4j"); // what Hibernate logs goes where all else does
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        System.exit(run(System.getenv(), in, writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs a command and returns its exit code. */
    static int run(
            Map<String, String> environment, BufferedReader in, PrintWriter out, PrintWriter err, String... arguments) {
        try (Workspace workspace = new Workspace(Settings.of(environment), in, out, err)) {
            return RootCommand.run(workspace, arguments);
        } catch (UnusableDatabaseException e) {
            err.println(e.getMessage());
            return Failures.UNUSABLE_DATABASE;
        }
    }
}
