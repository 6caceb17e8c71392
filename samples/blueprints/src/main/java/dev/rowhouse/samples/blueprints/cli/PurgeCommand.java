package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "purge", description = "Deletes for good what was deleted long ago.")
final class PurgeCommand extends LibraryCommand {
    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "P30D",
            description = "How long ago at least: P30D, PT12H, PT0S for everything. Default: ${DEFAULT-VALUE}.")
    private Duration olderThan;

    @Override
    void run(Library library, PrintWriter out) {
        if (olderThan.isNegative()) {
            throw new InvalidInputException(
                    "Purging: " + olderThan + " is in the future. Give PT0S for everything that was deleted, or more.");
        }
        long rows = library.purge(olderThan);
        out.println("Purged " + (rows == 1 ? "1 row" : rows + " rows"));
    }
}
