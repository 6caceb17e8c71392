package dev.rowhouse.samples.petcare.attack;

import org.jspecify.annotations.Nullable;

/**
 * One try to get at the rows of another business.
 *
 * @param title what is tried
 * @param how the request or the code
 * @param expected the rule that has to hold it off
 * @param attempt the try
 */
record Attack(String title, String how, Rule expected, Attempt attempt) {
    /** The try itself. */
    interface Attempt {
        Reached run() throws Exception;
    }

    /**
     * What was reached.
     *
     * @param own how many rows of the attacker's own
     * @param others how many of other businesses
     * @param by which rule kept the rest away, or null where that is the expected one
     */
    record Reached(long own, long others, @Nullable Rule by) {
        static Reached rows(long own, long others) {
            return new Reached(own, others, null);
        }

        static Reached nothing(Rule by) {
            return new Reached(0, 0, by);
        }
    }
}
