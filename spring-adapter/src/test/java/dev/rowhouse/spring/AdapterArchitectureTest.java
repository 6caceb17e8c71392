package dev.rowhouse.spring;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the adapter may know; each rule is shown to bite on a planted violation. */
class AdapterArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rowhouse.spring");

    private static final JavaClasses PLANTED = new ClassFileImporter().importClasses(Planted.class);

    /** Who may know what applications may not have; loaded only where they have it. */
    private static final Set<String> FOR_TOOLS = Set.of(
            "CacheEntries",
            "FlywayOwner",
            "LiquibaseOwner",
            "SchemaInstallation",
            "TenantCacheAutoConfiguration",
            "TenantCacheMeters",
            "TenantSchemaAutoConfiguration");

    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax.sql..")
            .or(resideInAnyPackage("org.jspecify.."))
            .or(describe("primitives", JavaClass::isPrimitive))
            .or(describe("arrays", JavaClass::isArray));

    static class Planted {
        @SuppressWarnings("NonFinalStaticField") // what is planted
        static String state = "";

        Class<?> tool() {
            return Flyway.class;
        }
    }

    private record Rule(String name, ArchRule rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule(
                        "the adapter knows the core, Spring, the APIs of Jakarta, Hibernate's session, slf4j and the JDK",
                        classes()
                                .that(not(describe(
                                        "for tools",
                                        (JavaClass type) -> FOR_TOOLS.stream()
                                                .anyMatch(name -> type.getName().contains("." + name)))))
                                .and(not(resideInAnyPackage("..observation..", "..client..", "..messaging..")))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                                "dev.rowhouse..",
                                                "org.springframework..",
                                                "org.aopalliance..",
                                                "jakarta.servlet..",
                                                "jakarta.data..",
                                                "jakarta.persistence..",
                                                "org.hibernate",
                                                "org.hibernate.engine.spi",
                                                "org.slf4j..")
                                        .or(JDK))),
                topic("observation", "dev.rowhouse.spring", "io.micrometer..", "jakarta.servlet..", "org.slf4j.."),
                topic("client", "reactor.core..", "org.reactivestreams.."),
                topic("messaging", "dev.rowhouse.spring", "org.apache.kafka..", "jakarta.jms..", "org.aopalliance.."),
                new Rule(
                        "what applications name knows no Spring Boot",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.spring"))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                                "dev.rowhouse", "dev.rowhouse.connection", "dev.rowhouse.spring")
                                        .or(JDK))),
                new Rule(
                        "no drawers",
                        noClasses()
                                .should()
                                .resideInAnyPackage("..util..", "..support..", "..common..", "..impl..")
                                .orShould()
                                .haveSimpleNameStartingWith("Planted")
                                .orShould()
                                .haveSimpleNameEndingWith("Manager")
                                .orShould()
                                .haveSimpleNameEndingWith("Helper")),
                new Rule(
                        "static state is final",
                        fields().that()
                                .areStatic()
                                .and(describe(
                                        "not synthetic",
                                        field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                                .should()
                                .beFinal()));
    }

    private static Rule topic(String name, String... libraries) {
        return new Rule(
                name + " knows the core, Spring and its own libraries",
                classes()
                        .that(resideInAnyPackage("dev.rowhouse.spring." + name).or(type(Planted.class)))
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                        "dev.rowhouse",
                                        "dev.rowhouse.connection",
                                        "dev.rowhouse.spring." + name,
                                        "org.springframework..")
                                .or(resideInAnyPackage(libraries))
                                .or(JDK)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Rule rule) {
        rule.rule().check(ADAPTER);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bites(Rule rule) {
        assertThat(rule.rule().evaluate(PLANTED).hasViolation()).isTrue();
    }

    /** Data sources, the directory, tasks and the web are topics; each stands on the annotations and knows no other. */
    @Test
    void topics_do_not_know_each_other() {
        slices().matching("dev.rowhouse.spring.(*)..")
                .should()
                .notDependOnEachOther()
                .check(ADAPTER);
    }

    @Test
    void no_package_is_larger_than_twenty_types() {
        Map<String, Long> sizes = ADAPTER.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(20));
    }

    @Test
    void public_types_are_the_ones_meant_as_api() {
        assertThat(ADAPTER.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrder(
                        "dev.rowhouse.spring.DataSourceListenerFactory",
                        "dev.rowhouse.spring.ForEachTenant",
                        "dev.rowhouse.spring.ForEachTenantException",
                        "dev.rowhouse.spring.RefusedTenantException",
                        "dev.rowhouse.spring.Tenant",
                        "dev.rowhouse.spring.TenantDirectory",
                        "dev.rowhouse.spring.TenantScoped",
                        "dev.rowhouse.spring.UnwrappedDataSource",
                        "dev.rowhouse.spring.data.TenantJpaRepository",
                        "dev.rowhouse.spring.client.TenantForwardingFilter",
                        "dev.rowhouse.spring.client.TenantForwardingInterceptor",
                        "dev.rowhouse.spring.directory.JdbcTenantDirectory",
                        "dev.rowhouse.spring.messaging.JmsTenants",
                        "dev.rowhouse.spring.messaging.KafkaTenants",
                        "dev.rowhouse.spring.messaging.TenantJmsListenerContainerFactory",
                        "dev.rowhouse.spring.messaging.TenantProducerInterceptor",
                        "dev.rowhouse.spring.observation.TenantMdc",
                        "dev.rowhouse.spring.web.ActorResolver",
                        "dev.rowhouse.spring.web.TenantMembership",
                        "dev.rowhouse.spring.web.TenantResolver",
                        "dev.rowhouse.spring.web.TenantUser",
                        "dev.rowhouse.spring.web.WithoutTenant");
    }

    /** What an application does not have must not come along. */
    @Test
    void all_but_the_core_is_optional() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"), StandardCharsets.UTF_8);

        Pattern compiled = Pattern.compile(
                "<dependency>\\s*<groupId>([^<]*)</groupId>\\s*<artifactId>[^<]*</artifactId>\\s*" + "</dependency>");
        assertThat(compiled.matcher(pom).results().map((MatchResult found) -> found.group(1)))
                .containsExactlyInAnyOrder("dev.rowhouse", "org.jspecify", "org.slf4j");
    }
}
