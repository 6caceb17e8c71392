package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.Json;
import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.documents.Hit;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.documents.Search;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = "Finds blueprints by text, by a part of the spec, by a name like this, or by all of that.")
final class SearchCommand extends LibraryCommand {
    private static final int MOST = 20;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            description = "Words in name, description or spec: \"grey cat\" or dog -fish.")
    private @Nullable String text;

    @Option(
            names = "--contains",
            paramLabel = "JSON",
            description = "What the spec contains: {\"motors\": [{\"kind\": \"servo\"}]}.")
    private @Nullable String part;

    @Option(names = "--like", paramLabel = "WORDS", description = "What the name looks like, misspelt perhaps.")
    private @Nullable String like;

    @Override
    void run(Library library, PrintWriter out) {
        List<Hit> hits = library.search(new Search(
                Optional.ofNullable(text),
                Optional.ofNullable(part).map(json -> Json.parse(json, "--contains")),
                Optional.ofNullable(like),
                MOST));
        if (hits.isEmpty()) {
            out.println("Nothing found.");
            return;
        }
        TextTable table = new TextTable("BLUEPRINT", "DESCRIPTION");
        hits.forEach(hit -> table.row(hit.name(), hit.excerpt()));
        table.print(out);
    }
}
