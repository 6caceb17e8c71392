package dev.rowhouse.spring.datasource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and an actuator endpoint, where the application has them. */
@AutoConfiguration(
        after = TenantDataSourceAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnBean(DataSourceWrapping.class)
class OperationsAutoConfiguration {
    @Bean
    static DataSourceInspection rowhouseInspection(
            ConfigurableListableBeanFactory beans, RowhouseProperties properties) {
        return new DataSourceInspection(beans, properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class OnHealth {
        @Bean
        @ConditionalOnEnabledHealthIndicator("rowhouse")
        static IsolationHealthIndicator rowhouseHealthIndicator(DataSourceInspection inspection) {
            return new IsolationHealthIndicator(inspection);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class OnActuator {
        @Bean
        @ConditionalOnAvailableEndpoint
        static RowhouseEndpoint rowhouseEndpoint(
                DataSourceInspection inspection, DataSourceWrapping wrapping, RowhouseProperties properties) {
            return new RowhouseEndpoint(inspection, wrapping.signingKey() != null, properties.requireTenant());
        }
    }
}
