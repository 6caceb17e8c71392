package dev.rowhouse.hibernate.internal.generator;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.engine.extension.spi.Extension;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jspecify.annotations.Nullable;

/** The one instant of a session's transaction, in the microseconds that PostgreSQL stores. Each session has its own. */
final class TransactionInstant implements Extension {
    private static final Clock CLOCK = Clock.systemUTC();

    private final SharedSessionContractImplementor session;
    private @Nullable Instant instant;

    TransactionInstant(SharedSessionContractImplementor session) {
        this.session = session;
    }

    static Instant of(SharedSessionContractImplementor session) {
        return session.getExtension(TransactionInstant.class).get();
    }

    private Instant get() {
        if (!session.isTransactionInProgress()) {
            return now();
        }
        Instant known = instant;
        if (known == null) {
            known = now();
            instant = known;
            AfterCompletionCallback forget = (success, ended) -> instant = null;
            session.getTransactionCompletionCallbacks().registerCallback(forget);
        }
        return known;
    }

    private static Instant now() {
        return CLOCK.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
