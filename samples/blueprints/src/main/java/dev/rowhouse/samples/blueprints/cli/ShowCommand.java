package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.Json;
import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Comment;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.documents.RefusedException;
import dev.rowhouse.samples.blueprints.documents.Revision;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows a blueprint with its comments, or a former version of it.")
final class ShowCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "The blueprint.")
    private String name;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "N",
            description = "A version from its history. Default: what it is now.")
    private @Nullable Long version;

    @Override
    void run(Library library, PrintWriter out) {
        Library.Commented found = library.getWithComments(name);
        Blueprint now = found.blueprint();
        if (version == null || version.equals(now.getVersion())) {
            print(out, now.getName(), now.getDescription(), now.getVersion(), now.getUpdatedAt(), now.getUpdatedBy());
            out.println(Json.pretty(now.getSpec()));
            print(found.comments(), out);
        } else {
            Revision then = library.history(name).stream()
                    .filter(revision -> revision.getVersion() == version)
                    .findFirst()
                    .orElseThrow(() -> new RefusedException("Showing blueprint " + name + ": there is no version "
                            + version + " of it. The versions are in: history " + name + "."));
            print(
                    out,
                    then.getName(),
                    then.getDescription(),
                    then.getVersion(),
                    then.getWrittenAt(),
                    then.getWrittenBy());
            out.println(Json.pretty(then.getSpec()));
        }
    }

    private static void print(
            PrintWriter out, String name, String description, long version, Instant at, @Nullable String by) {
        out.println(name + ", version " + version + ", written " + minutes(at) + (by == null ? "" : " by " + by));
        if (!description.isEmpty()) {
            out.println(description);
        }
    }

    private static void print(List<Comment> comments, PrintWriter out) {
        if (!comments.isEmpty()) {
            out.println();
            TextTable table = new TextTable("COMMENT", "WRITTEN", "BY", "TEXT");
            comments.forEach(
                    each -> table.row(each.getId(), minutes(each.getCreatedAt()), each.getCreatedBy(), each.getText()));
            table.print(out);
        }
    }
}
