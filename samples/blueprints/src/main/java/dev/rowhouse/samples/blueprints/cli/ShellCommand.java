package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.ArgumentLine;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "shell",
        description = "Reads commands line by line, for the tenant given here. Ends with exit or the end of input.")
final class ShellCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        root.application();
        PrintWriter out = root.workspace().out();
        String prompt = root.tenantSlug().orElse("blueprints") + "> ";
        while (true) {
            out.print(prompt);
            out.flush();
            String line = read();
            if (line == null || line.strip().matches("exit|quit")) {
                out.println();
                return;
            }
            try {
                List<String> arguments = ArgumentLine.split(line);
                if (!arguments.isEmpty() && !arguments.get(0).startsWith("#")) {
                    root.runAnother(arguments.toArray(new String[0]));
                }
            } catch (InvalidInputException e) {
                root.workspace().err().println(e.getMessage());
            }
        }
    }

    private String read() {
        try {
            return root.workspace().in().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
