package dev.rowhouse.peers;

/**
 * The outcome of an attack or a statement on one library.
 *
 * @param subject the name of the attack, or of the shape after {@link #SHAPE}
 * @param outcome what came of it
 * @param forVictimToo whether the same was refused to the victim on its own rows
 * @param detail the error, or why it does not apply
 */
record Result(String subject, Outcome outcome, boolean forVictimToo, String detail) {
    static final String SHAPE = "sql: ";

    String toLine() {
        return String.join("\t", subject, outcome.name(), String.valueOf(forVictimToo), detail);
    }

    static Result of(String line) {
        String[] parts = line.split("\t", -1);
        return new Result(parts[0], Outcome.valueOf(parts[1]), Boolean.parseBoolean(parts[2]), parts[3]);
    }
}
