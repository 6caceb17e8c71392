package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static dev.rowhouse.spring.PetApplication.pets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.SigningKey;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A database that believes only contexts which the application has signed. */
class SignedContextsIT {
    private static final String SECRET = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @RegisterExtension
    static final RowhouseDatabase database =
            PetApplication.database().signingKey(SigningKey.ofBase64(7, SECRET)).build();

    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    static class Key {
        @Bean
        SigningKey key() {
            return SigningKey.ofBase64(7, SECRET);
        }
    }

    private static void assertThatTenantsAreApart(Class<?> beans, String... properties) throws SQLException {
        try (ConfigurableApplicationContext application = PetApplication.start(database, List.of(beans), properties)) {
            DataSource dataSource = application.getBean(DataSource.class);

            assertThat(pets(dataSource, ACME)).containsExactly("Ada", "Amos");
            assertThat(pets(dataSource, BOLT)).containsExactly("Bill");
        }
    }

    @Test
    void the_key_may_be_a_property() throws SQLException {
        assertThatTenantsAreApart(
                Nothing.class,
                "rowhouse.signing.key=" + SECRET,
                "rowhouse.signing.key-id=7",
                "rowhouse.signing.context-lifetime=30s");
    }

    @Test
    void the_key_may_be_a_bean() throws SQLException {
        assertThatTenantsAreApart(Key.class);
    }

    @Test
    void without_the_key_nothing_is_shown() {
        try (ConfigurableApplicationContext application = PetApplication.start(database, List.of(Nothing.class))) {
            DataSource dataSource = application.getBean(DataSource.class);

            assertThatThrownBy(() -> pets(dataSource, ACME)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void properties_do_not_show_secrets() {
        try (ConfigurableApplicationContext application = PetApplication.start(
                database,
                List.of(Nothing.class),
                "rowhouse.signing.key=" + SECRET,
                "rowhouse.signing.key-id=7",
                "rowhouse.schema.owner.password=hidden")) {
            assertThat(application.getBean(RowhouseProperties.class).toString())
                    .contains("keyId=7")
                    .doesNotContain(SECRET)
                    .doesNotContain("hidden");
        }
    }
}
