package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Brings a deleted blueprint back, with the comments that went with it.")
final class RestoreCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "The blueprint, or its id where several of a name were deleted.")
    private String nameOrId;

    @Override
    void run(Library library, PrintWriter out) {
        Blueprint restored = library.restore(nameOrId);
        out.println("Restored blueprint " + restored.getName() + ", version " + restored.getVersion());
    }
}
