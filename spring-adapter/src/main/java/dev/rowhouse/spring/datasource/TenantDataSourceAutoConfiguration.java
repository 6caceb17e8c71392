package dev.rowhouse.spring.datasource;

import dev.rowhouse.SigningKey;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.DataSourceListenerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Wraps data sources wherever spring-jdbc is. */
@AutoConfiguration(beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({TenantDataSource.class, DelegatingDataSource.class})
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RowhouseProperties.class)
class TenantDataSourceAutoConfiguration {
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DataSourceWrapping rowhouseDataSourceWrapping(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<RowhouseProperties> properties,
            ObjectProvider<SigningKey> signingKey,
            ObjectProvider<TenantDataSource.Listener> listeners,
            ObjectProvider<DataSourceListenerFactory> listenerFactories) {
        return new DataSourceWrapping(beans, properties, signingKey, listeners, listenerFactories);
    }

    @Bean
    static StartCheck rowhouseStartCheck(
            ConfigurableListableBeanFactory beans, DataSourceWrapping wrapping, RowhouseProperties properties) {
        return new StartCheck(beans, wrapping, properties);
    }
}
