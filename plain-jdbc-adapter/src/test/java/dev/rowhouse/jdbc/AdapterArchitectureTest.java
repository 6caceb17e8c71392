package dev.rowhouse.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.ValueType;
import dev.rowhouse.jdbc.repository.JdbcTenantRepository;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;
import tools.jackson.databind.ObjectMapper;

/** Whom the adapter may know; each rule is shown to bite on a planted violation. */
class AdapterArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rowhouse.jdbc");

    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages("dev.rowhouse.jdbc")
            .that(describe("planted", type -> type.getSimpleName().startsWith("Planted")));

    private static final Set<String> MEANT_AS_API = Set.of(
            "dev.rowhouse.jdbc.AsyncTenantJdbc",
            "dev.rowhouse.jdbc.DatabaseUnavailableException",
            "dev.rowhouse.jdbc.JdbcException",
            "dev.rowhouse.jdbc.Query",
            "dev.rowhouse.jdbc.RowMappingException",
            "dev.rowhouse.jdbc.Sql",
            "dev.rowhouse.jdbc.TenantJdbc",
            "dev.rowhouse.jdbc.TransactionConflictException",
            "dev.rowhouse.jdbc.TransactionTemplate",
            "dev.rowhouse.jdbc.mapping.JacksonJsonMapper",
            "dev.rowhouse.jdbc.mapping.JsonMapper",
            "dev.rowhouse.jdbc.mapping.Range",
            "dev.rowhouse.jdbc.mapping.RowMapper",
            "dev.rowhouse.jdbc.repository.BulkInsert",
            "dev.rowhouse.jdbc.repository.BulkInsertException",
            "dev.rowhouse.jdbc.repository.JdbcTenantRepository");

    /** Public because Java has no word for "my neighbour packages"; no application names them. */
    private static final Set<String> MEANT_FOR_NEIGHBOURS = Set.of(
            "dev.rowhouse.jdbc.mapping.MappingError",
            "dev.rowhouse.jdbc.mapping.Mappings",
            "dev.rowhouse.jdbc.mapping.Names",
            "dev.rowhouse.jdbc.mapping.RecordMapping",
            "dev.rowhouse.jdbc.mapping.RowReader",
            "dev.rowhouse.jdbc.mapping.ValueType");

    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax.sql..")
            .or(resideInAnyPackage("org.jspecify.."))
            .or(describe("primitives", JavaClass::isPrimitive))
            .or(describe("arrays", JavaClass::isArray));

    static class Planted {
        @SuppressWarnings("NonFinalStaticField") // what is planted
        static ObjectMapper mapper = new ObjectMapper();

        Class<?> driver() {
            return PgConnection.class;
        }

        Class<?> layerAbove() {
            return JdbcTenantRepository.class;
        }

        /** What API must not show. */
        public @Nullable ValueType seam() {
            return null;
        }
    }

    private static ArchRule knowsTheCoreTheJdkAndTheDriversApi() {
        return classes()
                .that(not(type(JacksonJsonMapper.class)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.rowhouse..",
                                "org.postgresql",
                                "org.postgresql.copy",
                                "org.postgresql.util",
                                "org.slf4j..",
                                "jakarta.data..")
                        .or(JDK));
    }

    private static ArchRule holdsNoStaticState() {
        return fields().that()
                .areStatic()
                .and(describe("not synthetic", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal();
    }

    @Test
    void only_the_jackson_mapper_knows_jackson_and_nobody_the_inside_of_the_driver() {
        knowsTheCoreTheJdkAndTheDriversApi().check(ADAPTER);

        assertThat(knowsTheCoreTheJdkAndTheDriversApi()
                        .evaluate(PLANTED)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("ObjectMapper"))
                .anyMatch(detail -> detail.contains("PgConnection"));
    }

    @Test
    void static_state_is_final() {
        holdsNoStaticState().check(ADAPTER);

        assertThat(holdsNoStaticState().evaluate(PLANTED).hasViolation()).isTrue();
    }

    /** Lowest first: mapping, template, repositories. An arrow only ever points down. */
    private static ArchRule pointsDown() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("mapping")
                .definedBy("dev.rowhouse.jdbc.mapping")
                .layer("template")
                .definedBy("dev.rowhouse.jdbc")
                .layer("repositories")
                .definedBy("dev.rowhouse.jdbc.repository")
                .whereLayer("repositories")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("template")
                .mayOnlyBeAccessedByLayers("repositories");
    }

    @Test
    void repositories_stand_on_the_template_and_both_on_the_mapping() {
        pointsDown().check(ADAPTER);

        assertThat(pointsDown()
                        .evaluate(new ClassFileImporter().importPackages("dev.rowhouse.jdbc"))
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("PlantedUpwardArrow") && detail.contains("TenantJdbc"))
                .anyMatch(detail -> detail.contains("Planted.layerAbove") && detail.contains("JdbcTenantRepository"));
    }

    @Test
    void no_package_of_the_adapter_is_larger_than_twenty_types() {
        Map<String, Long> sizes = ADAPTER.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(sizes)
                .hasSize(3)
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(20));
    }

    @Test
    void public_types_are_the_ones_meant_as_api_and_the_few_for_neighbours() {
        Set<String> meant = new TreeSet<>(MEANT_AS_API);
        meant.addAll(MEANT_FOR_NEIGHBOURS);

        assertThat(ADAPTER.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(meant);
    }

    private static ArchRule showsNoneOfWhatIsForNeighbours() {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat(not(describe("for neighbours", AdapterArchitectureTest::isForNeighbours)))
                .and()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(
                        describe("public", type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
                .or(describe("planted", unit -> unit.getFullName().contains("$Planted.seam")))
                .should(new ArchCondition<>("show none of what is for neighbours") {
                    @Override
                    public void check(JavaCodeUnit unit, ConditionEvents events) {
                        unit.getAllInvolvedRawTypes().stream()
                                .filter(AdapterArchitectureTest::isForNeighbours)
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        unit, unit.getFullName() + " shows " + type.getName())));
                    }
                });
    }

    private static boolean isForNeighbours(JavaClass type) {
        return MEANT_FOR_NEIGHBOURS.stream()
                .anyMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    @Test
    void api_shows_none_of_what_is_public_for_neighbours_only() {
        showsNoneOfWhatIsForNeighbours().check(ADAPTER);

        assertThat(showsNoneOfWhatIsForNeighbours()
                        .evaluate(PLANTED)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("shows dev.rowhouse.jdbc.mapping.ValueType"));
    }
}
