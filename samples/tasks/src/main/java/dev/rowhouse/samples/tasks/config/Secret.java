package dev.rowhouse.samples.tasks.config;

/** A value that must not appear in logs and messages: only {@link #reveal} gives it away. */
public final class Secret {
    private final String value;

    /** Wraps a value. */
    public Secret(String value) {
        this.value = value;
    }

    /** Returns the value, for whoever logs in with it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
