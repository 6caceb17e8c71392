package dev.rowhouse.spring.datasource;

import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Installs the database side before migrations, as their owner. */
@AutoConfiguration(after = TenantDataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnBean(DataSourceWrapping.class)
class TenantSchemaAutoConfiguration {
    @Bean
    static SchemaInstallation rowhouseSchemaInstallation(
            RowhouseProperties properties,
            DataSourceWrapping wrapping,
            ObjectProvider<DataSource> dataSource,
            ObjectProvider<JdbcConnectionDetails> connectionDetails) {
        return new SchemaInstallation(properties, wrapping, dataSource, connectionDetails);
    }

    @Bean
    @ConditionalOnProperty("rowhouse.schema.owner.username")
    @ConditionalOnBooleanProperty(name = "rowhouse.schema.install", matchIfMissing = true)
    static SchemaInitializer rowhouseSchemaInitializer(
            SchemaInstallation installation, RowhouseProperties properties, ObjectProvider<DataSource> dataSource) {
        return new SchemaInitializer(installation, properties.schema().owner(), dataSource);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Flyway.class, FlywayConfigurationCustomizer.class})
    static class OnFlyway {
        @Bean
        static FlywayConfigurationCustomizer rowhouseFlywayOwner(SchemaInstallation installation) {
            return new FlywayOwner(installation);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpringLiquibase.class)
    static class OnLiquibase {
        @Bean
        static LiquibaseOwner rowhouseLiquibaseOwner(ObjectProvider<SchemaInstallation> installation) {
            return new LiquibaseOwner(installation);
        }
    }
}
