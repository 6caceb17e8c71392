package dev.rowhouse.samples.tasks.http;

import java.util.List;

/** Ends a request with a problem that the client can do something about. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    /** Describes a problem. */
    public ProblemException(int status, String detail) {
        this(Response.problem(Problem.of(status, detail)), detail);
    }

    private ProblemException(Response response, String detail) {
        super(detail);
        this.response = response;
    }

    /** Describes a problem whose answer has a header of its own. */
    public static ProblemException withHeader(int status, String detail, String header, String value) {
        return new ProblemException(Response.problem(Problem.of(status, detail)).with(header, value), detail);
    }

    /** Describes fields that were understood and are refused: 422. */
    public static ProblemException ofFields(List<Problem.FieldError> errors) {
        Problem general = Problem.of(422, "Some fields cannot be accepted. Mend them and send all of it again.");
        return new ProblemException(
                Response.problem(new Problem(general.title(), general.status(), general.detail(), errors)),
                general.detail());
    }

    Response response() {
        return response;
    }
}
