package dev.rowhouse.isolation;

import dev.rowhouse.RowhouseException;
import java.util.List;

/**
 * Row-level security does not bind the role that the application logs in as, or leaves tables of tenants open to it. Nothing was run.
 *
 * @since 0.1
 */
public final class IsolationCheckException extends RowhouseException {
    private static final long serialVersionUID = 1;

    /** What was found. */
    private final String[] findings;

    IsolationCheckException(List<String> findings) {
        super("Checking whether row-level security binds this login: " + String.join("; ", findings)
                + ". TenantDataSource.builder(...).isolationCheck(...) makes exceptions, or only warns.");
        this.findings = findings.toArray(new String[0]);
    }

    /**
     * What was found and what to do.
     *
     * @return one or more, as {@link IsolationCheck#findings} words them
     */
    public List<String> findings() {
        return List.of(findings);
    }
}
