package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.documents.Comment;
import dev.rowhouse.samples.blueprints.documents.Library;
import java.io.PrintWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "comment", description = "Comments on a blueprint, or deletes a comment.")
final class CommentCommand extends LibraryCommand {
    @ArgGroup(multiplicity = "1")
    private What what;

    /** Either of the two. */
    static final class What {
        @ArgGroup(exclusive = false)
        private @Nullable Remark remark;

        @Option(names = "--delete", paramLabel = "ID", required = true, description = "Deletes the comment of this id.")
        private @Nullable UUID deleted;
    }

    /** A new comment. */
    static final class Remark {
        @Parameters(index = "0", paramLabel = "NAME", description = "The blueprint.")
        private String name;

        @Parameters(index = "1", paramLabel = "TEXT", description = "What there is to say about it.")
        private String text;
    }

    @Override
    void run(Library library, PrintWriter out) {
        if (what.deleted != null) {
            library.deleteComment(what.deleted);
            out.println("Deleted comment " + what.deleted);
        } else {
            Comment comment = library.comment(what.remark.name, what.remark.text);
            out.println("Added comment " + comment.getId());
        }
    }
}
