package dev.rowhouse.samples.blueprints.attack;

import java.util.Optional;
import org.hibernate.Session;

/**
 * One try to get at the rows of another tenant, and what has to come of it.
 *
 * @param title what is tried
 * @param attempt the try
 * @param refusal how it is refused, or empty where it has to find nothing of the other tenant
 */
record Attack(String title, Attempt attempt, Optional<Class<? extends Throwable>> refusal) {
    /** The try; says whose rows it reached. */
    interface Attempt {
        Reached run(Session session);
    }

    static Attack findingNothing(String title, Attempt attempt) {
        return new Attack(title, attempt, Optional.empty());
    }

    static Attack refused(String title, Class<? extends Throwable> refusal, Attempt attempt) {
        return new Attack(title, attempt, Optional.of(refusal));
    }

    /** How many rows were read or written, by whose they are. */
    record Reached(long own, long others) {
        static Reached others(long rows) {
            return new Reached(0, rows);
        }

        @Override
        public String toString() {
            return own == 0 && others == 0 ? "nothing" : own + " rows of its own, " + others + " of the other's";
        }
    }

    AttackResult run(Session session) {
        try {
            Reached reached = attempt.run(session);
            return new AttackResult(title, "reached " + reached, reached.others() == 0 && refusal.isEmpty());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (refusal.isPresent() && refusal.get().isInstance(cause)) {
                    return new AttackResult(
                            title, "refused: " + cause.getClass().getSimpleName(), true);
                }
            }
            return new AttackResult(title, "failed in a way that proves nothing: " + e, false);
        }
    }
}
