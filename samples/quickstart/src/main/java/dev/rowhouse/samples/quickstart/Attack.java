package dev.rowhouse.samples.quickstart;

import java.sql.SQLException;
import java.util.function.ToLongFunction;

/** One try to reach the rows of another business, and what has to come of it. */
record Attack(String title, Attempt attempt, Expected expected) {

    /** The try itself. */
    interface Attempt {
        Seen run() throws SQLException;
    }

    /** What has to come of it. */
    sealed interface Expected {}

    /** It is refused, by this rule and no other. */
    record Refused(Rule by) implements Expected {}

    /** It reaches the attacker's own rows and no others. */
    record OwnRowsOnly(ToLongFunction<GroundTruth.Snapshot> ownRows) implements Expected {}

    /** It works as if the other business did not exist. */
    record TellsNothing(Rule becauseOf) implements Expected {}

    /**
     * How many rows were read or written, by whose they are. For some attempts only the number is known.
     */
    record Seen(long own, long others, long unnamed) {
        static final Seen NOTHING = new Seen(0, 0, 0);

        static Seen own(long rows) {
            return new Seen(rows, 0, 0);
        }

        static Seen others(long rows) {
            return new Seen(0, rows, 0);
        }

        static Seen unnamed(long rows) {
            return new Seen(0, 0, rows);
        }

        Seen plus(Seen more) {
            return new Seen(own + more.own, others + more.others, unnamed + more.unnamed);
        }

        /** Takes what is above the attacker's own number of rows for rows of others. */
        Seen named(long ownRows) {
            return new Seen(own + Math.min(unnamed, ownRows), others + Math.max(0, unnamed - ownRows), 0);
        }
    }

    /** What it says about the isolation. */
    enum Verdict {
        /** It came as it has to. */
        PASS,
        /** Rows of another business were read or changed, or what has to be refused was not. */
        LEAK,
        /** It failed for another reason, which proves nothing. */
        UNPROVEN
    }

    /** What came of it. */
    record Result(String title, String happened, String stoppedBy, Verdict verdict) {}
}
