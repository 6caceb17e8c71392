package dev.rowhouse.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
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
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantContextAccessor;
import dev.rowhouse.architecture.planted.PlantedViolation;
import dev.rowhouse.architecture.planted.ThereAndBack;
import dev.rowhouse.architecture.planted.back.BackAgain;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.hibernate.TenantEntity_;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom in the core; each rule is shown to bite on a planted violation. */
class CoreArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rowhouse")
            .that(not(resideInAnyPackage("dev.rowhouse.testkit..", "dev.rowhouse.architecture..")));

    private static final JavaClasses PLANTED = new ClassFileImporter().importClasses(PlantedViolation.class);

    /** Packages of the core, lowest first. */
    private static final List<String> LAYERS = List.of(
            "dev.rowhouse",
            "dev.rowhouse.sql",
            "dev.rowhouse.isolation",
            "dev.rowhouse.connection",
            "dev.rowhouse.schema",
            "dev.rowhouse.doctor",
            "dev.rowhouse.repository",
            "dev.rowhouse.hibernate.internal.generator",
            "dev.rowhouse.hibernate.internal.json",
            "dev.rowhouse.hibernate.internal.mutation",
            "dev.rowhouse.hibernate.internal.plan",
            "dev.rowhouse.hibernate.internal.search",
            "dev.rowhouse.hibernate.internal.sql",
            "dev.rowhouse.hibernate.internal.tables",
            "dev.rowhouse.hibernate.internal",
            "dev.rowhouse.hibernate",
            "dev.rowhouse.hibernate.repository");

    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax.sql..")
            .or(resideInAnyPackage("org.jspecify.."))
            .or(DescribedPredicate.describe("primitives", JavaClass::isPrimitive))
            .or(DescribedPredicate.describe("arrays", JavaClass::isArray));

    private record Rule(String name, ArchRule rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule(
                        "the vocabulary knows the JDK alone",
                        classes()
                                .that(resideInAPackage("dev.rowhouse").or(type(PlantedViolation.class)))
                                .and(not(type(TenantContextAccessor.class)))
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAPackage("dev.rowhouse").or(JDK))),
                new Rule(
                        "the accessor knows the JDK and Micrometer's context propagation",
                        classes()
                                .that(type(TenantContextAccessor.class).or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage("dev.rowhouse", "io.micrometer.context")
                                        .or(JDK))),
                new Rule(
                        "connection knows the vocabulary, slf4j and the driver's public API",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.connection")
                                        .or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                                "dev.rowhouse",
                                                "dev.rowhouse.sql",
                                                "dev.rowhouse.isolation",
                                                "dev.rowhouse.connection",
                                                "org.slf4j..")
                                        .or(driverApi())
                                        .or(JDK))),
                new Rule(
                        "isolation knows JDBC, slf4j and the vocabulary",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.isolation").or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage("dev.rowhouse", "dev.rowhouse.isolation", "org.slf4j..")
                                                .or(JDK))),
                new Rule(
                        "schema knows JDBC and the vocabulary",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.schema").or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage("dev.rowhouse", "dev.rowhouse.schema", "org.slf4j..")
                                                .or(JDK))),
                new Rule(
                        "repository knows the vocabulary and Jakarta Data",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.repository")
                                        .or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage("dev.rowhouse", "dev.rowhouse.repository", "jakarta.data..")
                                                .or(resideInAnyPackage("javax.crypto.."))
                                                .or(JDK))),
                new Rule(
                        "hibernate knows Hibernate, Jakarta's Persistence and Data, the vocabulary, repositories and the data"
                                + " source",
                        classes()
                                .that(resideInAPackage("dev.rowhouse.hibernate..")
                                        .or(type(PlantedViolation.class)))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                                "dev.rowhouse",
                                                "dev.rowhouse.sql",
                                                "dev.rowhouse.repository",
                                                "dev.rowhouse.hibernate..",
                                                "org.hibernate..",
                                                "jakarta.data..",
                                                "jakarta.persistence..",
                                                "org.slf4j..",
                                                "tools.jackson..")
                                        .or(type(TenantDataSource.class))
                                        .or(JDK))),
                new Rule("only dev.rowhouse.hibernate mentions Hibernate", onlyHibernateMentions("org.hibernate..")),
                new Rule(
                        "only the JSON trees of dev.rowhouse.hibernate mention Jackson",
                        noClasses()
                                .that(not(resideInAPackage("dev.rowhouse.hibernate.internal.json")))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage("tools.jackson.."))),
                new Rule(
                        "only dev.rowhouse.hibernate mentions Jakarta Persistence, nothing mentions Spring",
                        onlyHibernateMentions("jakarta.persistence..", "org.springframework..")),
                new Rule(
                        "no drawers",
                        noClasses()
                                .should()
                                .resideInAnyPackage("..util..", "..support..", "..common..", "..impl..", "..planted..")
                                .orShould()
                                .haveSimpleNameEndingWith("Manager")
                                .orShould()
                                .haveSimpleNameEndingWith("Helper")),
                new Rule(
                        "static state is final, and the one context holder is the only thread local",
                        fields().that()
                                .areStatic()
                                .and(DescribedPredicate.describe(
                                        "not synthetic",
                                        field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                                .and()
                                .areNotDeclaredIn(TenantEntity_.class) // Hibernate fills it
                                .should()
                                .beFinal()
                                .andShould(notBeThreadLocalOutside(TenantContext.class))),
                new Rule(
                        "wrappers of JDBC are package-private",
                        noClasses()
                                .that(assignableTo(java.sql.Wrapper.class))
                                .and(not(type(TenantDataSource.class)))
                                .and()
                                .areNotInterfaces()
                                .should()
                                .bePublic()));
    }

    private static ArchRule onlyHibernateMentions(String... packages) {
        return noClasses()
                .that(not(resideInAPackage("dev.rowhouse.hibernate..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Rule rule) {
        rule.rule().allowEmptyShould(false).check(CORE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bites(Rule rule) {
        assertThat(rule.rule().evaluate(PLANTED).hasViolation()).isTrue();
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void a_cycle_of_packages_is_found() {
        JavaClasses cycle = new ClassFileImporter().importClasses(ThereAndBack.class, BackAgain.class);

        assertThat(slices().matching("dev.(**)")
                        .should()
                        .beFreeOfCycles()
                        .evaluate(cycle)
                        .hasViolation())
                .isTrue();
    }

    @Test
    void packages_are_the_ones_of_the_design_and_not_crowded() {
        Set<String> packages = new TreeSet<>();
        CORE.forEach(type -> packages.add(type.getPackageName()));

        assertThat(LAYERS).containsAll(packages);
        assertThat(packages)
                .allSatisfy(name -> assertThat(
                                CORE.that(resideInAPackage(name)).stream().filter(JavaClass::isTopLevelClass))
                        .hasSizeLessThanOrEqualTo(20));
    }

    @Test
    void public_types_are_the_ones_meant_as_api() {
        Set<String> open = new TreeSet<>();
        CORE.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .filter(not(resideInAPackage("..internal.."))) // public for Hibernate, which instantiates them
                .forEach(type -> open.add(type.getName()));

        assertThat(open)
                .containsExactly(
                        "dev.rowhouse.MissingTenantException",
                        "dev.rowhouse.NativeSql",
                        "dev.rowhouse.RowhouseException",
                        "dev.rowhouse.SharedTable",
                        "dev.rowhouse.SigningKey",
                        "dev.rowhouse.TenantCallable",
                        "dev.rowhouse.TenantContext",
                        "dev.rowhouse.TenantContextAccessor",
                        "dev.rowhouse.TenantContextListener",
                        "dev.rowhouse.TenantMismatchException",
                        "dev.rowhouse.TenantRunnable",
                        "dev.rowhouse.connection.TenantDataSource",
                        "dev.rowhouse.hibernate.AuditColumns",
                        "dev.rowhouse.hibernate.CreatedAt",
                        "dev.rowhouse.hibernate.CreatedBy",
                        "dev.rowhouse.hibernate.DeletedAt",
                        "dev.rowhouse.hibernate.DeletedBy",
                        "dev.rowhouse.hibernate.GeneratedUuidV7",
                        "dev.rowhouse.hibernate.SoftDeletes",
                        "dev.rowhouse.hibernate.SoftDeletion",
                        "dev.rowhouse.hibernate.TenantEntity",
                        "dev.rowhouse.hibernate.TenantEntity_",
                        "dev.rowhouse.hibernate.UpdatedAt",
                        "dev.rowhouse.hibernate.UpdatedBy",
                        "dev.rowhouse.hibernate._TenantEntity",
                        "dev.rowhouse.hibernate.repository.CriteriaRestriction",
                        "dev.rowhouse.hibernate.repository.HibernateTenantRepository",
                        "dev.rowhouse.hibernate.repository.Restrictions",
                        "dev.rowhouse.hibernate.repository.TenantCrudRepository",
                        "dev.rowhouse.hibernate.repository.TenantDataRepository",
                        "dev.rowhouse.isolation.IsolationCheck",
                        "dev.rowhouse.isolation.IsolationCheckException",
                        "dev.rowhouse.repository.DuplicateKeyException",
                        "dev.rowhouse.repository.InvalidCursorException",
                        "dev.rowhouse.repository.Keyset",
                        "dev.rowhouse.repository.PageCursors",
                        "dev.rowhouse.repository.Restriction",
                        "dev.rowhouse.repository.StaleVersionException",
                        "dev.rowhouse.repository.TenantRepository",
                        "dev.rowhouse.repository.UuidV7",
                        "dev.rowhouse.schema.RowhouseSchema",
                        "dev.rowhouse.sql.SqlLexis");
    }

    private static DescribedPredicate<JavaClass> driverApi() {
        return DescribedPredicate.describe(
                "the driver's public API",
                type -> Set.of(
                                "org.postgresql.PGConnection",
                                "org.postgresql.PGStatement",
                                // not meant for applications, but nothing else says whether strings have a type
                                "org.postgresql.core.BaseConnection",
                                "org.postgresql.jdbc.PreferQueryMode",
                                "org.postgresql.util.PGobject",
                                "org.postgresql.util.PSQLException",
                                "org.postgresql.util.ServerErrorMessage")
                        .contains(type.getName()));
    }

    private static com.tngtech.archunit.lang.ArchCondition<com.tngtech.archunit.core.domain.JavaField>
            notBeThreadLocalOutside(Class<?> holder) {
        return com.tngtech.archunit.lang.conditions.ArchConditions.not(
                com.tngtech.archunit.lang.conditions.ArchConditions.be(DescribedPredicate.describe(
                        "a thread local outside " + holder.getSimpleName(),
                        field -> field.getRawType().isAssignableTo(ThreadLocal.class)
                                && !field.getOwner().isEquivalentTo(holder))));
    }
}
