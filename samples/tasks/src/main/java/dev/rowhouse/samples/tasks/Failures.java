package dev.rowhouse.samples.tasks;

import dev.rowhouse.jdbc.DatabaseUnavailableException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.samples.tasks.http.Problem;
import dev.rowhouse.samples.tasks.http.Response;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when the database or Rowhouse refuses. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Returns the answer, or empty for what is our own mistake. */
    static Optional<Response> explain(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return explain(failure.getCause());
        }
        if (failure instanceof InvalidCursorException) {
            return Optional.of(problem(
                    400, "The page that the address leads to is not one of this list. Begin again without it."));
        }
        if (failure instanceof StaleVersionException) {
            return Optional.of(problem(
                    412, "The task has changed since you have read it. Read it again and change what is there now."));
        }
        if (failure instanceof DatabaseUnavailableException) {
            LOG.warn("Answering a request: {}", failure.getMessage());
            return Optional.of(
                    problem(503, "The database does not answer. Try again.").with("Retry-After", "2"));
        }
        return Optional.empty();
    }

    private static Response problem(int status, String detail) {
        return Response.problem(Problem.of(status, detail));
    }
}
