package dev.rowhouse.clinic;

import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** An application with entities and repositories of Spring Data JPA. */
final class Clinic {
    private Clinic() {}

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Clinic.class)
    @EnableJpaRepositories(basePackageClasses = Clinic.class, considerNestedRepositories = true)
    static class OnJpa {}

    static RowhouseDatabase database() {
        return RowhouseDatabase.builder().script("/clinic.sql").build();
    }

    static ConfigurableApplicationContext start(RowhouseDatabase database, List<Class<?>> beans, String... properties) {
        return PetApplication.start(
                database,
                Stream.concat(Stream.of(OnJpa.class), beans.stream()).toList(),
                Stream.concat(
                                Stream.of("spring.autoconfigure.exclude=", "spring.jpa.open-in-view=false"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }
}
