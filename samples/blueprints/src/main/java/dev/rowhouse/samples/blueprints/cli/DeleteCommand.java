package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Deletes a blueprint and its comments, until they are restored or purged.")
final class DeleteCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "The blueprint.")
    private String name;

    @Override
    void run(Library library, PrintWriter out) {
        library.delete(name);
        out.println("Deleted blueprint " + name + ". To have it back: restore " + name);
    }
}
