package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that was protected before Rowhouse came, by a policy that reads the setting itself. */
class SeedPolicyIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID BOLT = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final String SEED = "tenant_id = current_setting('app.current_tenant_id')::uuid";

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(SeedPolicyIT::install)
            .build();

    private final Session owner = Session.of(database.owner());
    private final Session application = Session.of(database.pool());

    private static void install(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
    }

    @BeforeEach
    void begin_with_a_table_of_two_tenants() {
        owner.run(
                "drop schema if exists shop cascade",
                "create schema shop",
                "grant usage on schema shop to " + database.applicationRole(),
                "create table shop.pet (id integer primary key, tenant_id uuid not null, name text)",
                "insert into shop.pet values (1, '" + ACME + "', 'Rex'), (2, '" + BOLT + "', 'Mia')",
                "alter table shop.pet enable row level security",
                "grant select, insert, update, delete on shop.pet to " + database.applicationRole());
    }

    @Test
    void works_with_the_context_set_by_hand() {
        owner.run("create policy tenant_isolation on shop.pet using (" + SEED + ")");

        assertThat(application.forTenant(ACME).column("select name from shop.pet"))
                .containsExactly("Rex");
        assertThat(application.forTenant(ACME).run("update shop.pet set name = 'Max'"))
                .isEqualTo(1);
        assertThat(application
                        .forTenant(ACME)
                        .refused("insert into shop.pet values (3, '" + BOLT + "', 'Max')")
                        .state())
                .isEqualTo("42501");
        assertThat(application.refused("select name from shop.pet").state()).isIn("42704", "22P02");
    }

    @Test
    void works_with_the_data_source() throws SQLException {
        owner.run("create policy tenant_isolation on shop.pet using (" + SEED + ")");

        List<String> names = TenantContext.of(BOLT).call(() -> {
            List<String> found = new ArrayList<>();
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.prepareStatement("select name from shop.pet");
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });

        assertThat(names).containsExactly("Mia");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "using (" + SEED + ")",
                "using (" + SEED + ") with check (" + SEED + ")",
                "for all to public using (" + SEED + ")",
                "to {app} using (" + SEED + ")",
                "using (tenant_id = current_setting('app.current_tenant_id', true)::uuid)",
                "using (tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid)",
                "using (tenant_id = (select current_setting('app.current_tenant_id')::uuid))",
                "using (tenant_id = (select current_setting('app.current_tenant_id', true)::uuid))",
                "using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid))"
            })
    void is_replaced_by_protect_table(String policy) {
        owner.run("create policy \"Tenant's own\" on shop.pet " + policy.replace("{app}", database.applicationRole()));

        List<String> statements = owner.column("select rowhouse.protect_table_sql('shop.pet')");
        owner.run("select rowhouse.protect_table('shop.pet')");

        assertThat(statements).contains("drop policy \"Tenant's own\" on shop.pet");
        assertThat(owner.column("select policyname from pg_policies where tablename = 'pet'"))
                .containsExactly("rowhouse_tenant");
        assertThat(application.forTenant(ACME).column("select name from shop.pet"))
                .containsExactly("Rex");
        assertThat(application.refused("select name from shop.pet").state()).isEqualTo("RH001");
        assertThat(owner.value("select rowhouse.protect_table('shop.pet')")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "using (" + SEED + " or name = 'Mia')",
                "for select using (" + SEED + ")",
                "using (" + SEED + ") with check (true)",
                "using (tenant_id = current_setting('app.other_setting')::uuid)",
                "using (tenant_id is not distinct from nullif(current_setting('app.current_tenant_id', true), '')::uuid)"
            })
    void what_only_looks_like_it_is_refused(String policy) {
        owner.run("create policy tenant_isolation on shop.pet " + policy);

        assertThat(owner.refused("select rowhouse.protect_table('shop.pet')").message())
                .contains("policy tenant_isolation on shop.pet is permissive");
    }
}
