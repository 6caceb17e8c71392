package dev.rowhouse.samples.tasks.http;

/** Answers requests. */
@FunctionalInterface
public interface Handler {
    /** Answers a request, or throws a {@link ProblemException} or whatever the server has been told to explain. */
    Response handle(Request request);
}
