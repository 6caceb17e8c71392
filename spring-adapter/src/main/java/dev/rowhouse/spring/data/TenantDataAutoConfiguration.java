package dev.rowhouse.spring.data;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.repository.PageCursors;
import java.util.Base64;
import java.util.List;
import org.hibernate.Session;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/** Rowhouse's part in the repositories of Spring Data. */
@AutoConfiguration
@ConditionalOnClass(AuditorAware.class)
@EnableConfigurationProperties(TenantDataProperties.class)
class TenantDataAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(AuditorAware.class)
    @ConditionalOnBooleanProperty("rowhouse.data.actor-as-auditor")
    static AuditorAware<String> rowhouseAuditor() {
        return () -> TenantContext.current().flatMap(TenantContext::actor);
    }

    /** Also where Rowhouse is switched off: interfaces that extend its repository want an implementation. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JpaRepositoryFactoryBean.class, Session.class})
    static class OnJpa {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static TenantRepositories rowhouseTenantRepositories(
                ObjectProvider<PageCursors> cursors, ObjectProvider<TenantDataProperties> properties) {
            return new TenantRepositories(() -> cursors.getIfAvailable(
                    () -> ofSecrets(properties.getObject().cursorSecrets())));
        }

        private static PageCursors ofSecrets(List<String> secrets) {
            if (secrets.isEmpty()) {
                return PageCursors.ofThisProcess();
            }
            byte[][] decoded = secrets.stream().map(OnJpa::decoded).toArray(byte[][]::new);
            byte[][] previous = new byte[decoded.length - 1][];
            System.arraycopy(decoded, 1, previous, 0, previous.length);
            return PageCursors.withSecret(decoded[0], previous);
        }

        private static byte[] decoded(String secret) {
            try {
                return Base64.getDecoder().decode(secret);
            } catch (IllegalArgumentException e) {
                throw new RowhouseException(
                        "Reading rowhouse.data.cursor-secrets: one is not Base64. Make one with: openssl rand -base64 32");
            }
        }
    }
}
