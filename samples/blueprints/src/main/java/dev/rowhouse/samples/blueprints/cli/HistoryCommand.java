package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Lists the versions of a blueprint, the latest first.")
final class HistoryCommand extends LibraryCommand {
    @Parameters(paramLabel = "NAME", description = "The blueprint.")
    private String name;

    @Override
    void run(Library library, PrintWriter out) {
        Blueprint now = library.get(name);
        TextTable table = new TextTable("VERSION", "WRITTEN", "BY", "NAME", "SPEC");
        table.row(now.getVersion(), minutes(now.getUpdatedAt()), now.getUpdatedBy(), now.getName(), now.getSpec());
        library.history(name)
                .forEach(then -> table.row(
                        then.getVersion(),
                        minutes(then.getWrittenAt()),
                        then.getWrittenBy(),
                        then.getName(),
                        then.getSpec()));
        table.print(out);
    }
}
