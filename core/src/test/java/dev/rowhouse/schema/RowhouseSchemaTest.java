package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowhouseSchemaTest {
    @Test
    void a_role_is_named_once() {
        RowhouseSchema.Builder builder = RowhouseSchema.builder().applicationRole("app_user");

        assertThatThrownBy(() -> builder.applicationRole("app_user"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Naming an application role: \"app_user\" was named before. Name each role once.");
        assertThatCode(() -> builder.applicationRole("app_batch").build()).doesNotThrowAnyException();
    }

    @Test
    void a_role_that_cannot_be_one_is_refused() {
        for (String role : new String[] {"", "  ", "a, b"}) {
            assertThatThrownBy(() -> RowhouseSchema.builder().applicationRole(role))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Naming an application role: \"" + role
                            + "\" is blank or contains a comma. Give the name of"
                            + " one role, and call applicationRole again for another.");
        }
    }

    @Test
    void a_setting_is_chosen_once() {
        RowhouseSchema.Builder builder =
                RowhouseSchema.builder().tenantSetting("shop.tenant").actorSetting("shop.clerk");

        assertThatThrownBy(() -> builder.tenantSetting("shop.other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Calling tenantSetting(\"shop.other\"): it was \"shop.tenant\" before. Call it once.");
        assertThatThrownBy(() -> builder.actorSetting("shop.clerk"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Calling actorSetting(\"shop.clerk\"): it was \"shop.clerk\" before. Call it once.");
    }

    @Test
    void the_script_is_one_statement_of_plain_sql() {
        String script = RowhouseSchema.script();

        String withoutComments = script.replaceAll("(?m)^--.*\n", "");
        assertThat(withoutComments).startsWith("do $rowhouse$\n").endsWith("\n$rowhouse$;\n");
        assertThat(withoutComments.split("\\$rowhouse\\$", -1)).hasSize(3);
        // What psql, Flyway and Liquibase would take for their own.
        assertThat(script).doesNotContain("${", "\n\\", "--liquibase", "\r");
    }
}
