package dev.rowhouse.spring.client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Sends the tenant along with requests to the hosts that the properties name, from all clients that Spring Boot builds. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantForwardingProperties.class)
class TenantForwardingAutoConfiguration {
    @Bean
    static Forwarding rowhouseForwarding(TenantForwardingProperties properties) {
        return new Forwarding(properties.header(), properties.hosts());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RestClientCustomizer.class, RestClient.class})
    static class OnRestClient {
        @Bean
        static RestClientCustomizer rowhouseRestClientCustomizer(Forwarding forwarding) {
            return builder -> {
                if (!forwarding.hosts().isEmpty()) {
                    builder.requestInterceptor(new TenantForwardingInterceptor(forwarding));
                }
            };
        }

        @Bean
        static RestTemplateCustomizer rowhouseRestTemplateCustomizer(Forwarding forwarding) {
            return template -> {
                if (!forwarding.hosts().isEmpty()) {
                    template.getInterceptors().add(new TenantForwardingInterceptor(forwarding));
                }
            };
        }
    }

    /** Redirects of the clients that Spring Boot builds, or that are built by what it builds them by. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactory.class})
    static class OnRequestFactories {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static BeanPostProcessor rowhouseRequestFactories(ObjectProvider<Forwarding> forwarding) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    return bean instanceof ClientHttpRequestFactoryBuilder<?> builder
                                    && !forwarding.getObject().hosts().isEmpty()
                            ? guarded(builder, forwarding.getObject())
                            : bean;
                }
            };
        }

        private static ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> guarded(
                ClientHttpRequestFactoryBuilder<?> builder, Forwarding forwarding) {
            return settings -> BuiltClients.<ClientHttpRequestFactory>guarded(
                    builder::build,
                    settings,
                    (following, direct) -> new RedirectingRequestFactory(forwarding, following, direct));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ClientHttpConnectorBuilder.class, ClientHttpConnector.class, Mono.class})
    static class OnConnectors {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static BeanPostProcessor rowhouseConnectors(ObjectProvider<Forwarding> forwarding) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    return bean instanceof ClientHttpConnectorBuilder<?> builder
                                    && !forwarding.getObject().hosts().isEmpty()
                            ? guarded(builder, forwarding.getObject())
                            : bean;
                }
            };
        }

        private static ClientHttpConnectorBuilder<ClientHttpConnector> guarded(
                ClientHttpConnectorBuilder<?> builder, Forwarding forwarding) {
            return settings -> BuiltClients.<ClientHttpConnector>guarded(
                    builder::build,
                    settings,
                    (following, direct) -> new RedirectingConnector(forwarding, following, direct));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebClientCustomizer.class, WebClient.class})
    static class OnWebClient {
        @Bean
        static WebClientCustomizer rowhouseWebClientCustomizer(Forwarding forwarding) {
            return builder -> {
                if (!forwarding.hosts().isEmpty()) {
                    builder.filter(new TenantForwardingFilter(forwarding));
                }
            };
        }
    }
}
