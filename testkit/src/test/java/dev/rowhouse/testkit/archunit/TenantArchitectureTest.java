package dev.rowhouse.testkit.archunit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rowhouse.testkit.archunit.planted.Entities;
import dev.rowhouse.testkit.archunit.planted.Threads;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class TenantArchitectureTest {
    private static final String INVOICE = Entities.Invoice.class.getName();

    private static JavaClasses types(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }

    @Test
    void a_broken_rule_says_what_was_found_why_it_is_dangerous_and_how_to_mend_it() {
        TenantArchitecture architecture =
                TenantArchitecture.builder(types(Entities.Invoice.class)).build();

        assertThatThrownBy(() -> architecture.check(TenantRule.ENTITIES_CARRY_A_TENANT))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Checking classes\n"
                        + "ENTITIES_CARRY_A_TENANT: entities carry a tenant or say that they are shared. Found:\n"
                        + "  - " + INVOICE
                        + " has no @TenantId, of its own or inherited, and is not declared a @SharedTable"
                        + " in (Entities.java:0)\n"
                        + "Why: Hibernate reads and writes such an entity for all tenants alike, and its table is easily left"
                        + " without row-level security too.\n"
                        + "Mend: Extend dev.rowhouse.hibernate.TenantEntity or put @TenantId on an attribute. If the rows belong"
                        + " to no tenant, say so: @SharedTable(reason = \"...\"). Name the packages of all entities where some"
                        + " were not looked at.\n"
                        + "Or accept it: accept(TenantRule.ENTITIES_CARRY_A_TENANT, \"<class>\", \"<reason>\")");
    }

    @Test
    void verify_reports_all_broken_rules_at_once() {
        TenantArchitecture architecture = TenantArchitecture.builder(
                        types(Entities.Invoice.class, Threads.StaticContext.class))
                .build();

        assertThatThrownBy(architecture::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Checking classes: 2 of 11 rules are broken.\n\nENTITIES_CARRY_A_TENANT: ")
                .hasMessageContaining("\n\nCONTEXT_IS_NOT_STATIC: ");
    }

    @Test
    void verify_passes_where_no_rule_is_broken() {
        TenantArchitecture architecture = TenantArchitecture.builder(
                        types(Entities.Inherited.class, Threads.Carried.class))
                .build();

        assertThatCode(architecture::verify).doesNotThrowAnyException();
    }

    @Test
    void what_is_accepted_is_not_found() {
        TenantArchitecture architecture = TenantArchitecture.builder(types(Entities.Invoice.class))
                .accept(TenantRule.ENTITIES_CARRY_A_TENANT, INVOICE, "dropped with the next release")
                .build();

        assertThatCode(architecture::verify).doesNotThrowAnyException();
    }

    @Test
    void what_is_accepted_in_a_class_is_accepted_in_those_inside_it() {
        TenantArchitecture architecture = TenantArchitecture.builder(
                        types(Threads.class, Threads.Pool.class, Threads.Alarm.class))
                .accept(TenantRule.THREADS_CARRY_THE_CONTEXT, Threads.class.getName(), "only counts")
                .build();

        assertThatCode(architecture::verify).doesNotThrowAnyException();
    }

    @Test
    void accepting_what_is_not_found_is_found() {
        TenantArchitecture architecture = TenantArchitecture.builder(types(Entities.Inherited.class))
                .accept(TenantRule.ENTITIES_CARRY_A_TENANT, INVOICE, "dropped with the next release")
                .build();

        assertThatThrownBy(architecture::verify)
                .hasMessageContaining("Nothing is found in " + INVOICE
                        + " that would have to be accepted (\"dropped with the next release\")");
    }

    @Test
    void acceptance_needs_one_reason() {
        TenantArchitecture.Builder builder = TenantArchitecture.builder(types(Entities.Invoice.class))
                .accept(TenantRule.ENTITIES_CARRY_A_TENANT, INVOICE, "dropped with the next release");

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.accept(TenantRule.ENTITIES_CARRY_A_TENANT, INVOICE, "too"))
                .withMessage("Accepting what ENTITIES_CARRY_A_TENANT finds in " + INVOICE
                        + ": it is accepted already. Give one reason.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.accept(TenantRule.CONTEXT_IS_NOT_STATIC, INVOICE, " "))
                .withMessage("Accepting what CONTEXT_IS_NOT_STATIC finds in " + INVOICE
                        + ": the reason is blank. Say why it is not a danger there.");
    }

    @Test
    void a_package_without_classes_is_refused() {
        TenantArchitecture.Builder builder = TenantArchitecture.builder(types(Entities.Invoice.class));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TenantArchitecture.builder("com.example.clinik"))
                .withMessage(
                        "Looking at com.example.clinik: no class is in the package \"com.example.clinik..\"."
                                + " A rule would check nothing there and pass. Correct the name, or compile the classes first.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.configuredIn("..konfig.."))
                .withMessageContaining("no class is in the package \"..konfig..\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.repositoriesUsedFrom("..servize.."))
                .withMessageContaining("no class is in the package \"..servize..\"");
        assertThatIllegalArgumentException().isThrownBy(() -> TenantArchitecture.builder(types()));
    }

    @Test
    void test_classes_are_left_out() {
        TenantArchitecture architecture =
                TenantArchitecture.builder("dev.rowhouse.testkit.archunit").build();

        assertThat(architecture.types().that(simpleNameStartingWith("TenantArchitecture")))
                .extracting("simpleName")
                .containsExactlyInAnyOrder("TenantArchitecture", "TenantArchitectureContract");
    }

    @Test
    void a_rule_works_as_one_of_archunit() {
        TenantArchitecture architecture =
                TenantArchitecture.builder(types(Entities.Invoice.class)).build();

        assertThatThrownBy(() ->
                        architecture.rule(TenantRule.ENTITIES_CARRY_A_TENANT).check(architecture.types()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Rule 'entities carry a tenant or say that they are shared, because Hibernate reads")
                .hasMessageContaining(INVOICE + " has no @TenantId");
    }

    @Test
    void the_contract_has_a_test_of_each_rule() {
        assertThat(TenantArchitectureContract.class.getDeclaredMethods())
                .filteredOn(method -> method.isAnnotationPresent(Test.class))
                .extracting(method -> method.getName().toUpperCase(Locale.ROOT))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(TenantRule.values()).map(TenantRule::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_rule_explains_itself_in_sentences(TenantRule rule) {
        assertThat(List.of(rule.danger(), rule.remedy()))
                .allSatisfy(text -> assertThat(text).matches("[A-Z@].*\\."));
        assertThat(rule.title()).matches("[a-z].*[^.]");
    }

    /** An application as a user's test would describe it. */
    static class PlantedArchitecture extends TenantArchitectureContract {
        @Override
        protected TenantArchitecture architecture() {
            return TenantArchitecture.builder(types(Entities.Invoice.class, Threads.StaticContext.class))
                    .build();
        }
    }

    @Test
    void the_contract_fails_for_broken_rules_and_passes_for_the_others() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(PlantedArchitecture.class))
                .execute();

        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(9).failed(2));
        assertThat(results.testEvents().failed().list())
                .extracting(event -> event.getTestDescriptor().getDisplayName())
                .containsExactlyInAnyOrder("entities_carry_a_tenant()", "context_is_not_static()");
    }
}
