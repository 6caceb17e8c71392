package dev.rowhouse.peers;

/** What came of an attack, as the rows and what was seen of them tell. */
enum Outcome {
    /** Refused with an error; nothing was seen or changed. */
    STOPPED,
    /** Nothing was seen or changed, and nobody was told. */
    EMPTY,
    /** A row of the victim was seen, changed, or linked to. */
    LEAK,
    /** The library has nothing of the kind. */
    NOT_APPLICABLE
}
