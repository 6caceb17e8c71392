package dev.rowhouse.spring.client;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

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
