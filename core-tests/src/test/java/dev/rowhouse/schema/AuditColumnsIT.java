package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the trigger makes of the audit columns; every test begins with one row that dana wrote in the year 2000. */
class AuditColumnsIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID BOLT = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final String THEN = "'2000-01-01 00:00:00+00'";

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(AuditColumnsIT::install)
            .build();

    private final Session owner = Session.of(database.owner());
    private final Session acme = Session.of(database.pool()).forTenant(ACME);
    private final Session dana = acme.withActor("dana");
    private final Session kim = acme.withActor("kim");

    private static void install(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
    }

    @BeforeEach
    void begin_with_one_row() {
        owner.run(
                "drop schema if exists shop cascade",
                "create schema shop",
                "create table shop.pet (id integer primary key, name text)",
                "select rowhouse.protect_table('shop.pet', soft_delete => true)");
        acme.run("insert into shop.pet (id, name, created_at, created_by, updated_at, updated_by) values (1, 'Rex', "
                + THEN + ", 'dana', " + THEN + ", 'dana')");
    }

    @Test
    void an_insert_is_stamped_with_now_and_the_actor() {
        assertThat(kim.column(
                        "insert into shop.pet (id) values (2)",
                        "select format('%s %s %s %s', created_at = now(), created_by, updated_at = now(), updated_by)"
                                + " from shop.pet where id = 2"))
                .containsExactly("t kim t kim");
    }

    @Test
    void an_insert_keeps_what_the_writer_gave() {
        kim.run("insert into shop.pet (id, created_at, created_by) values (2, " + THEN + ", 'import')");

        assertThat(row(2)).startsWith("2000 import ").endsWith(" import");
    }

    @Test
    void explicit_nulls_are_filled_too() {
        kim.run("insert into shop.pet (id, created_at, updated_at, created_by, updated_by) values (2, null, null, null,"
                + " null)");

        assertThat(acme.value("select format('%s %s %s %s', created_at > now() - interval '1 minute', created_by,"
                        + " updated_at = created_at, updated_by) from shop.pet where id = 2"))
                .isEqualTo("t kim t kim");
    }

    @Test
    void a_tenant_that_is_written_as_null_is_filled_too() {
        owner.run(
                "create table shop.visit (id integer primary key, business uuid)",
                "select rowhouse.protect_table('shop.visit', tenant_column => 'business')");

        kim.run(
                "insert into shop.pet (id, tenant_id) values (2, null)",
                "insert into shop.visit (id, business) values (1, null)");

        assertThat(acme.column("select tenant_id from shop.pet where id = 2 union all select business from shop.visit"))
                .containsExactly(ACME.toString(), ACME.toString());
    }

    @Test
    void an_insert_by_nobody_names_nobody() {
        acme.run("insert into shop.pet (id) values (2)");

        assertThat(acme.value("select format('%s/%s', created_by, updated_by) from shop.pet where id = 2"))
                .isEqualTo("/");
    }

    @Test
    void an_update_that_does_not_stamp_itself_is_stamped() {
        assertThat(kim.column(
                        "update shop.pet set name = 'Max'",
                        "select format('%s %s %s %s', extract(year from created_at), created_by, updated_at = now(),"
                                + " updated_by) from shop.pet"))
                .containsExactly("2000 dana t kim");
    }

    @Test
    void an_update_that_stamps_itself_is_left_alone() {
        kim.run("update shop.pet set name = 'Max', updated_at = '2001-01-01 00:00:00+00', updated_by = 'import'");

        assertThat(row(1)).isEqualTo("2000 dana 2001 import");
    }

    @Test
    void an_update_that_stamps_only_its_time_does_not_stay_under_another_name() {
        kim.run("update shop.pet set name = 'Max', updated_at = '2001-01-01 00:00:00+00'");

        assertThat(row(1)).isEqualTo("2000 dana 2001 kim");
    }

    @Test
    void an_update_by_nobody_does_not_stay_under_another_name() {
        acme.run("update shop.pet set name = 'Max'");

        assertThat(acme.value("select format('%s/%s', created_by, updated_by) from shop.pet"))
                .isEqualTo("dana/");
    }

    @Test
    void an_application_that_stamps_without_a_context_keeps_its_own_name() {
        acme.run("update shop.pet set updated_at = '2001-01-01 00:00:00+00', updated_by = 'dana'");

        assertThat(row(1)).isEqualTo("2000 dana 2001 dana");
    }

    @Test
    void forged_creation_and_tenant_are_undone() {
        kim.run("update shop.pet set created_at = now(), created_by = 'kim', id = 7");
        owner.forTenant(ACME)
                .run("update shop.pet set tenant_id = '" + BOLT + "', created_at = null, created_by = null");

        assertThat(row(7)).startsWith("2000 dana");
        assertThat(acme.value("select tenant_id from shop.pet")).isEqualTo(ACME.toString());
    }

    @Test
    void an_upsert_keeps_the_creation() {
        kim.run("insert into shop.pet (id, name) values (1, 'Max') on conflict (id) do update set name = excluded.name,"
                + " created_by = excluded.created_by, created_at = excluded.created_at");

        assertThat(row(1)).startsWith("2000 dana").endsWith("kim");
    }

    @Test
    void a_soft_delete_names_who_did_it_and_a_restore_forgets() {
        kim.run("update shop.pet set deleted_at = now()");
        String deleted = acme.value("select deleted_by from shop.pet");
        dana.run("update shop.pet set name = 'Max'");
        String stillDeleted = acme.value("select deleted_by from shop.pet");
        dana.run("update shop.pet set deleted_at = null");

        assertThat(deleted).isEqualTo("kim");
        assertThat(stillDeleted).isEqualTo("kim");
        assertThat(acme.value("select deleted_by from shop.pet")).isEqualTo("null");
    }

    @Test
    void a_soft_delete_keeps_the_name_that_the_writer_gave() {
        kim.run("update shop.pet set deleted_at = now(), deleted_by = 'retention job'");

        assertThat(acme.value("select deleted_by from shop.pet")).isEqualTo("retention job");
    }

    @Test
    void a_table_with_some_of_the_columns_is_served_as_far_as_it_goes() {
        owner.run(
                "create table shop.note (id integer, tenant_id uuid, updated_by text, created_at timestamptz)",
                "create trigger stamp before insert or update on shop.note for each row"
                        + " execute function rowhouse.stamp_audit_columns()",
                "create table shop.log (id integer, updated_at timestamptz)",
                "create trigger stamp before insert or update on shop.log for each row"
                        + " execute function rowhouse.stamp_audit_columns()");

        Session writer = owner.withActor("kim");
        writer.run("insert into shop.note (id) values (1)", "insert into shop.log (id) values (1)");
        writer.withActor("dana").run("update shop.note set created_at = null, tenant_id = '" + BOLT + "'");
        writer.run("update shop.log set updated_at = null");

        assertThat(owner.value(
                        "select format('%s %s/%s', created_at is not null, updated_by, tenant_id) from shop.note"))
                .isEqualTo("t dana/");
        assertThat(owner.value("select count(*) from shop.log where updated_at is null"))
                .isEqualTo("0");
    }

    @Test
    void a_tenant_column_of_another_name_is_kept_as_well() {
        owner.run(
                "create table shop.visit (id integer primary key, business uuid, note text, seen numeric(8, 3), tags text[])",
                "select rowhouse.protect_table('shop.visit', tenant_column => 'business')");
        kim.run("insert into shop.visit (id, note, seen, tags) values (1, 'é \"quoted\"', 1.250, '{a,b}')");

        owner.forTenant(ACME).run("update shop.visit set business = '" + BOLT + "', id = 2");

        assertThat(acme.value("select format('%s %s %s %s %s', business, id, note, seen, tags) from shop.visit"))
                .isEqualTo(ACME + " 2 é \"quoted\" 1.250 {a,b}");
    }

    @Test
    void rows_of_a_partitioned_table_are_stamped() {
        owner.run(
                "create table shop.visit (id integer, tenant_id uuid, primary key (tenant_id, id)) partition by hash (tenant_id)",
                "create table shop.visit_0 partition of shop.visit for values with (modulus 1, remainder 0)",
                "select rowhouse.protect_table('shop.visit')");

        kim.run("insert into shop.visit (id) values (1)");
        dana.run("update shop.visit set id = 2, created_by = 'dana'");

        assertThat(acme.value("select format('%s %s', created_by, updated_by) from shop.visit"))
                .isEqualTo("kim dana");
    }

    private String row(int id) {
        return acme.value("select format('%s %s %s %s', extract(year from created_at at time zone 'UTC'), created_by,"
                + " extract(year from updated_at at time zone 'UTC'), updated_by) from shop.pet where id = " + id);
    }
}
