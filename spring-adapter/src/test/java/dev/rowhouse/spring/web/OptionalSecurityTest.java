package dev.rowhouse.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Tenants of requests work without Spring Security, and what needs it says so. */
class OptionalSecurityTest {
    private static WebApplicationContextRunner application(String resolvers) {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantWebAutoConfiguration.class))
                .withPropertyValues("rowhouse.web.resolvers=" + resolvers);
    }

    @Test
    void with_spring_security_it_is_asked_who_is_signed_in() {
        application("header,claim,principal")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SecurityUsers.class));
    }

    @Test
    void without_it_the_container_is_asked() {
        application("header,principal")
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Users.class));
    }

    @Test
    void claims_and_authorities_need_it() {
        application("header,claim")
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Add spring-boot-starter-security-oauth2-resource-server"));
        application("header")
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .withPropertyValues("rowhouse.web.membership.authority-prefix=TENANT_")
                .run(context ->
                        assertThat(context).getFailure().hasStackTraceContaining("Add spring-boot-starter-security,"));
    }
}
