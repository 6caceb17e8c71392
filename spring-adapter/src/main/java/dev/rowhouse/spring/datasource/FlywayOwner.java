package dev.rowhouse.spring.datasource;

import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;

/** Gives Flyway connections without a tenant, and installs the database side before it migrates. */
final class FlywayOwner implements FlywayConfigurationCustomizer {
    private final SchemaInstallation installation;

    FlywayOwner(SchemaInstallation installation) {
        this.installation = installation;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        DataSource given = configuration.getDataSource();
        boolean ownUser = true;
        if (given instanceof WrappedDataSource wrapped) {
            configuration.dataSource(wrapped.pool());
            ownUser = false;
        }
        if (installation.precedesMigrations("Flyway", ownUser)) {
            configuration.callbacks(Stream.concat(Stream.of(new Installing()), Stream.of(configuration.getCallbacks()))
                    .toArray(Callback[]::new));
        }
    }

    private final class Installing implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            installation.installOn(context.getConfiguration().getDataSource());
        }

        @Override
        public String getCallbackName() {
            return "Rowhouse";
        }
    }
}
