package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.documents.RefusedException;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists blueprints, the latest first, page by page.")
final class ListCommand extends LibraryCommand {
    private static final int LARGEST_PAGE = 100;

    @Option(
            names = {"-n", "--size"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many on a page, at most " + LARGEST_PAGE + ". Default: ${DEFAULT-VALUE}.")
    private int size;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable Place place;

    /** Which page. */
    static final class Place {
        @Option(names = "--after", paramLabel = "CURSOR", description = "The page after a cursor.")
        private @Nullable String after;

        @Option(names = "--before", paramLabel = "CURSOR", description = "The page before a cursor.")
        private @Nullable String before;

        @Option(names = "--next", description = "In a shell: the page after the one that was listed last.")
        private boolean next;

        @Option(names = "--previous", description = "In a shell: the page before it.")
        private boolean previous;

        @Option(names = "--deleted", description = "What was deleted and can be restored, the last first.")
        private boolean deleted;
    }

    @Override
    void run(Library library, PrintWriter out) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new InvalidInputException(
                    "Listing blueprints: a page of " + size + " was asked for. Ask for 1 to " + LARGEST_PAGE + ".");
        }
        if (place != null && place.deleted) {
            printDeleted(library.deleted(size), out);
        } else {
            CursoredPage<Blueprint> page = library.list(request());
            workspace().listed(page);
            print(page, out);
        }
    }

    private PageRequest request() {
        if (place == null) {
            return PageRequest.ofSize(size).withoutTotal();
        }
        if (place.after != null) {
            return PageRequest.afterCursor(PageRequest.Cursor.forKey(place.after), 2, size, false);
        }
        if (place.before != null) {
            return PageRequest.beforeCursor(PageRequest.Cursor.forKey(place.before), 1, size, false);
        }
        return workspace()
                .lastPage()
                .filter(page -> place.next ? page.hasNext() : page.hasPrevious())
                .map(page -> place.next ? page.nextPageRequest() : page.previousPageRequest())
                .orElseThrow(() ->
                        new RefusedException("Turning the page: there is no page " + (place.next ? "after" : "before")
                                + " the one that was listed last, or none was. Begin with: list."));
    }

    private static void print(CursoredPage<Blueprint> page, PrintWriter out) {
        if (!page.hasContent()) {
            out.println("No blueprints here.");
            return;
        }
        TextTable table = new TextTable("BLUEPRINT", "VERSION", "CHANGED", "BY", "DESCRIPTION");
        page.forEach(each -> table.row(
                each.getName(),
                each.getVersion(),
                minutes(each.getUpdatedAt()),
                each.getUpdatedBy(),
                each.getDescription()));
        table.print(out);
        if (page.hasNext()) {
            out.println("Next page:      list --after " + page.cursor(page.numberOfElements() - 1));
        }
        if (page.hasPrevious()) {
            out.println("Previous page:  list --before " + page.cursor(0));
        }
    }

    private static void printDeleted(List<Blueprint> deleted, PrintWriter out) {
        if (deleted.isEmpty()) {
            out.println("Nothing was deleted.");
            return;
        }
        TextTable table = new TextTable("BLUEPRINT", "ID", "DELETED", "BY", "DESCRIPTION");
        deleted.forEach(each -> table.row(
                each.getName(),
                each.getId(),
                minutes(each.getDeletedAt()),
                each.getDeletedBy(),
                each.getDescription()));
        table.print(out);
    }
}
