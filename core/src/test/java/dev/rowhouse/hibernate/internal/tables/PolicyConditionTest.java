package dev.rowhouse.hibernate.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions as {@code pg_get_expr} prints them. */
class PolicyConditionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(tenant_id = ( SELECT rowhouse.current_tenant_id() AS current_tenant_id))",
                "(tenant_id = (current_setting('app.current_tenant_id'::text))::uuid)",
                "((tenant_id = x()) AND ((a = 1) OR (a = 2)))",
                "(((tenant_id = x()) AND (a = 1)) OR (tenant_id = y()))",
                "(NOT (tenant_id IS DISTINCT FROM x()))",
                "may_see(tenant_id)",
                "((tenant_id)::text = '(a or b'::text)",
                "(\"tenant_id\" = x())"
            })
    void what_compares_the_tenant_restricts(String condition) {
        assertThat(new PolicyCondition(condition).restricts("tenant_id")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "(tenant_id IS NOT NULL)",
                "(owner = CURRENT_USER)",
                "((tenant_id = x()) OR (shared = true))",
                "((tenant_id = x()) OR ((a = 1) OR (b = 2)))",
                "((tenant_id = x()) OR true)",
                "(note = 'tenant_id = x()'::text)"
            })
    void what_holds_without_it_does_not(String condition) {
        assertThat(new PolicyCondition(condition).restricts("tenant_id")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "(1 = 1)", "(NOT false)"})
    void what_names_nothing_is_constant(String condition) {
        assertThat(new PolicyCondition(condition).isConstant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(EXISTS ( SELECT 1 FROM pet WHERE (pet.id = pet_id)))", "(a = 1)"})
    void what_looks_at_something_is_not(String condition) {
        assertThat(new PolicyCondition(condition).isConstant()).isFalse();
    }
}
