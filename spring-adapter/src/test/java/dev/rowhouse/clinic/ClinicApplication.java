package dev.rowhouse.clinic;

import dev.rowhouse.clinic.pages.OwnerPages;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The application that tests with Spring's test context find. */
@SpringBootApplication(scanBasePackageClasses = OwnerPages.class)
@EnableJpaRepositories(considerNestedRepositories = true)
class ClinicApplication {}
