package dev.rowhouse.samples.blueprints.documents;

/** What was given cannot be a document, whatever is stored. The message is for the user. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }
}
