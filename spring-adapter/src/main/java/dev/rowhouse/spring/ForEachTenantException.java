package dev.rowhouse.spring;

import dev.rowhouse.RowhouseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Work for each tenant failed for some. For the others it is done.
 *
 * @since 0.1
 */
public final class ForEachTenantException extends RowhouseException {
    private static final long serialVersionUID = 1;

    /** What failed, and how. */
    private final LinkedHashMap<UUID, Throwable> failures;

    /**
     * Reports what failed. The failures are also its suppressed exceptions, so that logs show them.
     *
     * @param work what was done, for the message
     * @param tenants for how many tenants it was to be done
     * @param failures the tenants for which it was not, and why
     */
    public ForEachTenantException(String work, int tenants, Map<UUID, Throwable> failures) {
        super("Running " + work + " for each of " + tenants + " tenants: it failed for "
                + new TreeMap<>(failures)
                        .entrySet().stream()
                                .map(failure -> failure.getKey() + " ("
                                        + failure.getValue().getClass().getSimpleName() + ")")
                                .collect(Collectors.joining(", "))
                + ". Mend the cause and run it for these again.");
        this.failures = new LinkedHashMap<>(failures);
        failures.values().forEach(this::addSuppressed);
    }

    /**
     * The tenants for which it failed, and why.
     *
     * @return unmodifiable
     */
    public Map<UUID, Throwable> failures() {
        return Collections.unmodifiableMap(failures);
    }
}
