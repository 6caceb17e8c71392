package dev.rowhouse.spring.datasource;

import dev.rowhouse.isolation.IsolationCheck;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.*} that concern data sources.
 *
 * @param enabled Whether Rowhouse does anything in this application.
 * @param requireTenant Whether statements without a tenant are refused in Java already, before the database refuses them.
 * @param tenantSetting PostgreSQL setting that policies read. Default: app.current_tenant_id.
 * @param actorSetting PostgreSQL setting that holds the actor. Default: app.current_actor.
 * @param settingFunction Function of the database that is called in place of set_config.
 * @param isolationCheck What happens if row-level security does not bind the login, or leaves tables of tenants open to it.
 * @param isolationCheckExceptions Tables that the check leaves out, as in SQL.
 * @param tenantColumns Columns that make a table one of tenants.
 * @param checkOnStart Whether data sources are checked when the application starts, rather than with their first use.
 * @param datasource Which data sources are wrapped.
 * @param signing Signed contexts.
 * @param schema The database side of Rowhouse.
 */
@ConfigurationProperties("rowhouse")
record RowhouseProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean requireTenant,
        @Nullable String tenantSetting,
        @Nullable String actorSetting,
        @Nullable String settingFunction,
        @DefaultValue("refuse") Isolation isolationCheck,
        @DefaultValue List<String> isolationCheckExceptions,
        @DefaultValue("tenant_id") List<String> tenantColumns,
        @DefaultValue("true") boolean checkOnStart,
        @DefaultValue Wrapping datasource,
        @DefaultValue Signing signing,
        @DefaultValue Schema schema) {
    enum Isolation {
        REFUSE,
        WARN,
        OFF
    }

    /**
     * Which data sources are wrapped.
     *
     * @param exclude Names of data source beans that are left as they are.
     */
    record Wrapping(@DefaultValue List<String> exclude) {}

    /**
     * Signed contexts.
     *
     * @param key Secret that application and database share, 32 to 64 random bytes in Base64.
     * @param keyId Number of the secret, 1 to 32767.
     * @param contextLifetime For how long a signed context can begin transactions. Default: one minute.
     */
    record Signing(
            @Nullable String key,
            @DefaultValue("1") int keyId,
            @Nullable Duration contextLifetime) {
        @Override
        public String toString() {
            return "Signing[keyId=" + keyId + "]";
        }
    }

    /**
     * The database side of Rowhouse.
     *
     * @param install Whether it is installed before migrations. Default: where an owner is configured, here or for Flyway or
     *     Liquibase.
     * @param applicationRoles Roles that applications log in as. Default: the user of the wrapped data source.
     * @param owner Who installs it. Default: the user of Flyway or Liquibase.
     */
    record Schema(
            @Nullable Boolean install,
            @DefaultValue List<String> applicationRoles,
            @DefaultValue Owner owner) {}

    /**
     * Who installs the database side.
     *
     * @param url JDBC URL. Default: that of the application's data source.
     * @param username Role that owns the application's tables.
     * @param password Its password.
     */
    record Owner(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Owner[username=" + username + "]";
        }
    }

    IsolationCheck isolation() {
        if (isolationCheck == Isolation.OFF) {
            return IsolationCheck.off();
        }
        IsolationCheck check = isolationCheck == Isolation.WARN ? IsolationCheck.warn() : IsolationCheck.refuse();
        return check.tenantColumns(tenantColumns.toArray(String[]::new))
                .except(isolationCheckExceptions.toArray(String[]::new));
    }
}
