package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.ParentCommand;

/** A command on the blueprints of one tenant. */
abstract class LibraryCommand implements Runnable {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @ParentCommand
    private RootCommand root;

    @Override
    public final void run() {
        root.inTenant(library -> run(library, root.workspace().out()));
    }

    /** Runs the command in its tenant's context. */
    abstract void run(Library library, PrintWriter out);

    Workspace workspace() {
        return root.workspace();
    }

    static String minutes(Instant instant) {
        return MINUTES.format(instant);
    }
}
