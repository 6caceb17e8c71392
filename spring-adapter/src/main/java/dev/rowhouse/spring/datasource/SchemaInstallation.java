package dev.rowhouse.spring.datasource;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.SigningKey;
import dev.rowhouse.schema.RowhouseSchema;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.ClassUtils;

/** Installs the database side, as the owner and with what the properties say, before migrations rely on it. */
final class SchemaInstallation {
    private static final Logger log = LoggerFactory.getLogger(SchemaInstallation.class);

    private static final boolean HIKARI =
            ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", SchemaInstallation.class.getClassLoader());

    private final RowhouseProperties properties;
    private final DataSourceWrapping wrapping;
    private final ObjectProvider<DataSource> dataSource;
    private final ObjectProvider<JdbcConnectionDetails> connectionDetails;

    SchemaInstallation(
            RowhouseProperties properties,
            DataSourceWrapping wrapping,
            ObjectProvider<DataSource> dataSource,
            ObjectProvider<JdbcConnectionDetails> connectionDetails) {
        this.properties = properties;
        this.wrapping = wrapping;
        this.dataSource = dataSource;
        this.connectionDetails = connectionDetails;
    }

    /**
     * Whether migrations begin with an installation.
     *
     * @param ownUser whether they run as another user than the application
     */
    boolean precedesMigrations(String tool, boolean ownUser) {
        Boolean chosen = properties.schema().install();
        if (properties.schema().owner().username() != null) {
            return false; // has been installed before
        }
        if (chosen == null && !ownUser) {
            log.warn(
                    "{} migrates as the application's own login, so Rowhouse's database side was not installed. Give it the"
                            + " owner of the tables as user, or say rowhouse.schema.install=false if that is meant.",
                    tool);
        }
        return chosen == null ? ownUser : chosen;
    }

    void installOn(DataSource owner) {
        RowhouseSchema.Builder schema = RowhouseSchema.builder();
        applicationRoles().forEach(schema::applicationRole);
        if (properties.tenantSetting() != null) {
            schema.tenantSetting(properties.tenantSetting());
        }
        if (properties.actorSetting() != null) {
            schema.actorSetting(properties.actorSetting());
        }
        SigningKey key = wrapping.signingKey();
        if (key != null) {
            schema.signingKey(key);
        }
        schema.build().installOn(owner);
    }

    private List<String> applicationRoles() {
        List<String> named = properties.schema().applicationRoles();
        if (!named.isEmpty()) {
            return named;
        }
        DataSource pool = dataSource.getIfUnique();
        try {
            if (HIKARI && pool != null && pool.isWrapperFor(HikariDataSource.class)) {
                String username = pool.unwrap(HikariDataSource.class).getUsername();
                if (username != null) {
                    return List.of(username);
                }
            }
        } catch (SQLException e) {
            log.debug("The pool does not tell its user", e);
        }
        JdbcConnectionDetails details = connectionDetails.getIfUnique();
        String username = details == null ? null : details.getUsername();
        if (username == null) {
            log.warn(
                    "Installing Rowhouse's database side: the application's role is not known, so none was registered. Name"
                            + " it as rowhouse.schema.application-roles.");
            return List.of();
        }
        return List.of(username);
    }
}
