package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Draft;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "edit", description = "Changes a blueprint. What it was stays in its history.")
final class EditCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "The blueprint.")
    private String name;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "N",
            required = true,
            description = "The version that you have seen. If somebody else has changed it since, nothing is written.")
    private long version;

    @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
    private @Nullable String newName;

    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            description = "Its new description.")
    private @Nullable String description;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable SpecSource spec;

    @Override
    void run(Library library, PrintWriter out) {
        if (newName == null && description == null && spec == null) {
            throw new InvalidInputException("Changing blueprint " + name
                    + ": nothing is to be changed. Give --name, --description, --spec or --file.");
        }
        JsonNode newSpec = spec == null ? null : spec.read(workspace().in());
        Blueprint changed = library.change(name, version, before -> changed(before, newSpec));
        out.println(
                changed.getVersion() == version
                        ? "Blueprint " + name + " is as you want it already: version " + version
                        : "Changed blueprint " + changed.getName() + ", version " + changed.getVersion());
    }

    private Draft changed(Draft before, @Nullable JsonNode newSpec) {
        Draft draft = newSpec == null ? before : before.withSpec(newSpec);
        draft = description == null ? draft : draft.withDescription(description);
        return newName == null ? draft : draft.withName(newName);
    }
}
