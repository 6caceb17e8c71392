package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Draft;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Adds a blueprint.")
final class AddCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, such as pump-station.")
    private String name;

    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What it is, in words.")
    private String description;

    @ArgGroup(multiplicity = "1")
    private SpecSource spec;

    @Override
    void run(Library library, PrintWriter out) {
        Blueprint added =
                library.add(new Draft(name, description, spec.read(workspace().in())));
        out.println("Added blueprint " + name + ", version " + added.getVersion());
    }
}
