package dev.rowhouse.spring.datasource;

import dev.rowhouse.isolation.IsolationCheckException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says, instead of a stack trace, which login or table stopped the application and what to do about it. */
final class IsolationFailureAnalyzer extends AbstractFailureAnalyzer<IsolationCheckException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IsolationCheckException cause) {
        StringBuilder description = new StringBuilder("Row-level security would not keep tenants apart, because:\n");
        cause.findings().forEach(finding -> description.append("\n  - ").append(finding));
        return new FailureAnalysis(description.toString(), """
                Mend each. spring.datasource.username names the login: a role that is neither superuser nor owner of the \
                tables, and without BYPASSRLS; migrations get the owner as spring.flyway.user, spring.liquibase.user or \
                rowhouse.schema.owner.username.
                rowhouse.isolation-check-exceptions leaves tables out on purpose; rowhouse.isolation-check=warn only warns, \
                for applications on their way to row-level security.""", cause);
    }
}
