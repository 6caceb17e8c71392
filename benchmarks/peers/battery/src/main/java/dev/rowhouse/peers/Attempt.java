package dev.rowhouse.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of an attack: who attacks, whose rows are the target, and what was seen of them. */
public final class Attempt {
    private final Tenant attacker;
    private final Tenant victim;
    private final boolean bound;
    private final List<String> seen = new ArrayList<>();

    Attempt(Tenant attacker, Tenant victim, boolean bound) {
        this.attacker = attacker;
        this.victim = victim;
        this.bound = bound;
    }

    /** Returns the tenant who runs the attack. */
    public Tenant attacker() {
        return attacker;
    }

    /** Returns the tenant whose rows are the target; in a control run the attacker itself. */
    public Tenant victim() {
        return victim;
    }

    /** Tells whether the attacker's tenant is bound while it attacks. */
    public boolean bound() {
        return bound;
    }

    /** Keeps what the attack got to see: a title, or a collection of what are, or contain, titles. */
    public void saw(@Nullable Object value) {
        if (value instanceof Collection<?> values) {
            values.forEach(this::saw);
        } else if (value instanceof Object[] values) {
            saw(Arrays.asList(values));
        } else {
            seen.add(String.valueOf(value));
        }
    }

    boolean sawVictim() {
        return seen.stream().anyMatch(text -> text.contains(victim.title()));
    }

    /**
     * A tenant with its rows: a document with a note, a tag and a label.
     *
     * @param id its id
     * @param document the id of its document
     * @param note the id of its note, which refers to the document
     * @param tag the id of its tag, which is linked to the document
     * @param title the title of all its rows
     */
    public record Tenant(UUID id, UUID document, UUID note, UUID tag, String title) {
        static final Tenant ACME = of("a", "acme's own");
        static final Tenant BOLT = of("b", "bolt's secret");

        private static Tenant of(String digit, String title) {
            return new Tenant(id(digit, 0), id(digit, 1), id(digit, 2), id(digit, 3), title);
        }

        private static UUID id(String digit, int number) {
            return UUID.fromString((digit + "0000000-0000-4000-8000-00000000000" + number));
        }
    }
}
