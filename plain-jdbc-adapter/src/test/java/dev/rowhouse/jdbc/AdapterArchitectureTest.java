package dev.rowhouse.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;
import tools.jackson.databind.ObjectMapper;

/** Whom the adapter may know; each rule is shown to bite on a planted violation. */
class AdapterArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rowhouse.jdbc");

    private static final JavaClasses PLANTED = new ClassFileImporter().importClasses(Planted.class);

    private static final Set<String> MEANT_AS_API = Set.of(
            "AsyncTenantJdbc",
            "BulkInsert",
            "BulkInsertException",
            "DatabaseUnavailableException",
            "JacksonJsonMapper",
            "JdbcException",
            "JdbcTenantRepository",
            "JsonMapper",
            "Query",
            "Range",
            "RowMapper",
            "RowMappingException",
            "Sql",
            "TenantJdbc",
            "TransactionConflictException",
            "TransactionTemplate",
            "UniqueViolationException");

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

    @Test
    void public_types_are_the_ones_meant_as_api() {
        Set<String> open = new TreeSet<>();
        ADAPTER.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .forEach(type -> open.add(type.getSimpleName()));

        assertThat(MEANT_AS_API).containsAll(open);
        assertThat(open).contains("TenantJdbc");
    }
}
