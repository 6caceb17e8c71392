package dev.rowhouse.hibernate.internal.generator;

import org.hibernate.engine.extension.spi.ExtensionIntegration;
import org.hibernate.engine.extension.spi.ExtensionIntegrationContext;

/** Gives each session its {@link TransactionInstant}. Hibernate finds this class by itself. */
public final class TransactionInstants implements ExtensionIntegration<TransactionInstant> {
    /** Creates it; Hibernate does this. */
    public TransactionInstants() {}

    @Override
    public Class<TransactionInstant> getExtensionType() {
        return TransactionInstant.class;
    }

    @Override
    public TransactionInstant createExtension(ExtensionIntegrationContext context) {
        return new TransactionInstant(context.getSession());
    }
}
