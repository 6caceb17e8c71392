package dev.rowhouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.Range;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

class TenantJdbcIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/jdbc.sql").build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("dana@acme");
    private final TenantContext other = TenantContext.of(UUID.randomUUID());
    private final TenantJdbc jdbc = TenantJdbc.builder(database.dataSource())
            .json(new JacksonJsonMapper())
            .build();

    enum Species {
        DOG,
        CAT,
        PARROT
    }

    record Pet(
            UUID id, String name, Species species, @Nullable Integer weight) {}

    record NewPet(String name, Species species) {}

    private List<String> names() {
        return jdbc.sql("select name from pet order by name").map(String.class).list();
    }

    private void add(String... names) {
        for (String name : names) {
            jdbc.sql("insert into pet (name) values (:name)").bind("name", name).update();
        }
    }

    // ---- queries

    @Test
    void a_query_gives_a_list_an_optional_or_a_single_object() {
        acme.run(() -> {
            add("Añil", "Zoë");

            assertThat(names()).containsExactly("Añil", "Zoë");
            assertThat(jdbc.sql("select id, name, species, weight from pet where name = :name")
                            .bind("name", "Zoë")
                            .map(Pet.class)
                            .optional())
                    .hasValueSatisfying(pet -> assertThat(pet.species()).isEqualTo(Species.DOG));
            assertThat(jdbc.sql("select name from pet where name = :name")
                            .bind("name", "Rex")
                            .map(String.class)
                            .optional())
                    .isEmpty();
            assertThat(jdbc.sql("select count(*) from pet").map(Long.class).single())
                    .isEqualTo(2L);
        });
    }

    @Test
    void a_list_cannot_be_changed() {
        acme.run(() -> assertThatThrownBy(() -> names().add("Rex")).isInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void single_insists_on_one_row_and_optional_on_no_more() {
        acme.run(() -> {
            assertThatThrownBy(() ->
                            jdbc.sql("select name from pet").map(String.class).single())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessage(
                            "Reading the only row: there is none. Call optional() where that may be. Statement: select"
                                    + " name from pet");
            add("Añil", "Zoë");
            assertThatThrownBy(() ->
                            jdbc.sql("select name from pet").map(String.class).single())
                    .hasMessageStartingWith("Reading the only row: there are several. Call list()");
            assertThatThrownBy(() ->
                            jdbc.sql("select name from pet").map(String.class).optional())
                    .hasMessageStartingWith("Reading the only row: there are several. Call list()");
        });
    }

    @Test
    void a_null_is_nothing_for_optional_and_an_error_elsewhere() {
        acme.run(() -> {
            add("Añil");
            String weight = "select weight from pet";

            assertThat(jdbc.sql(weight).map(Integer.class).optional()).isEmpty();
            assertThatThrownBy(() -> jdbc.sql(weight).map(Integer.class).single())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessageStartingWith("Mapping a row: it became null.");
            assertThatThrownBy(() -> jdbc.sql(weight).map(Integer.class).list())
                    .isInstanceOf(RowMappingException.class)
                    .hasMessageContaining("map to a record with an Optional component");
        });
    }

    @Test
    void a_simple_type_takes_one_column() {
        acme.run(() -> assertThatThrownBy(() ->
                        jdbc.sql("select id, name from pet").map(String.class).list())
                .isInstanceOf(RowMappingException.class)
                .hasMessageContaining("it takes one column, and the row has 2"));
    }

    @Test
    void each_tenant_has_its_own_rows() {
        acme.run(() -> add("Añil"));
        other.run(() -> add("Zoë"));

        assertThat(acme.call(this::names)).containsExactly("Añil");
        assertThat(other.call(this::names)).containsExactly("Zoë");
        assertThat(other.call(() -> jdbc.sql("update pet set name = 'mine'").update()))
                .isEqualTo(1);
        assertThat(acme.call(this::names)).containsExactly("Añil");
    }

    @Test
    void a_tenant_id_of_somebody_else_is_refused() {
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("insert into pet (tenant_id, name) values (:tenant, 'Añil')")
                        .bind("tenant", other.tenantId())
                        .update())
                .isExactlyInstanceOf(JdbcException.class)
                .satisfies(e -> assertThat(((JdbcException) e).sqlState()).contains("42501"))
                .hasMessageContaining("Check that the row belongs to the current tenant"));
    }

    @Test
    void a_missing_tenant_is_an_error_that_says_what_to_do() {
        assertThatThrownBy(this::names)
                .isInstanceOf(MissingTenantException.class)
                .hasMessageContaining("Put the work inside TenantContext.of(tenantId).run(...)")
                .hasMessageContaining("Statement: select name from pet")
                .hasCauseInstanceOf(java.sql.SQLException.class);
    }

    @Test
    void tables_of_no_tenant_need_no_tenant() {
        assertThat(jdbc.sql("insert into currency (code, digits) values ('CHF', 2) on conflict do nothing")
                        .update())
                .isEqualTo(1);
        assertThat(jdbc.sql("delete from currency").update()).isEqualTo(1);
    }

    // ---- parameters

    @Test
    void a_list_is_compared_with_any() {
        acme.run(() -> {
            add("Añil", "Rex", "Zoë");

            assertThat(jdbc.sql("select name from pet where name = any(:names) and species = any(:species) order by 1")
                            .bind("names", List.of("Zoë", "Añil"))
                            .bind("species", List.of(Species.DOG))
                            .map(String.class)
                            .list())
                    .containsExactly("Añil", "Zoë");
        });
    }

    @Test
    void a_list_inside_in_is_an_error_that_says_any() {
        Sql sql = jdbc.sql("select name from pet where name in (:names)");

        assertThatThrownBy(() -> sql.bind("names", List.of("Zoë")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Binding parameter \"names\": it is a list, and it stands in \"in (:names)\", where a list of"
                                + " values would have to be written out. Write \"= any(:names)\" instead, or \"<> all(:names)\" for"
                                + " \"not in\". Statement: select name from pet where name in (:names)");
        assertThatThrownBy(() -> jdbc.batch(
                        "delete from pet where name in (:names)", List.of(Map.of("names", List.of("a", "b")))))
                .hasMessageContaining("Write \"= any(:names)\" instead");
        acme.run(() -> assertThat(jdbc.sql("select count(*) from pet where name in (:a, :b)")
                        .bind("a", "Zoë")
                        .bind("b", "Rex")
                        .map(Long.class)
                        .single())
                .isZero());
    }

    @Test
    void operators_of_json_are_left_alone() {
        acme.run(() -> assertThat(jdbc.sql("select doc ? 'a' and doc ?| array[:key, 'z'] and not doc ?& array['a', 'b']"
                                + " and doc @? '$.a[*] ? (@ > 1)' from (select '{\"a\": [1, 2]}'::jsonb as doc) as t")
                        .bind("key", "a")
                        .map(Boolean.class)
                        .single())
                .isTrue());
    }

    @Test
    void a_name_may_stand_more_than_once() {
        acme.run(() -> assertThat(jdbc.sql("select :a::int + :a::int + :b::int")
                        .bind("a", 1)
                        .bind("b", Optional.of(3))
                        .map(Integer.class)
                        .single())
                .isEqualTo(5));
    }

    @Test
    void unknown_unbound_and_repeated_names_are_errors_that_list_both_sides() {
        Sql sql = jdbc.sql("select :a, :b");

        assertThatThrownBy(() -> sql.bind("c", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Binding parameter \"c\": the statement has no such name; it has [a, b]. Correct the name, or"
                                + " leave it out. Statement: select :a, :b");
        sql.bind("a", 1);
        assertThatThrownBy(() -> sql.bind("a", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it is bound already");
        acme.run(() -> assertThatThrownBy(() -> sql.map(Integer.class).list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Running a statement: nothing is bound to its parameters [b]; bound are [a]. Bind them."
                        + " Statement: select :a, :b"));
        acme.run(() -> assertThatThrownBy(() -> jdbc.sql("select :name, :weight")
                        .bindAll(new NewPet("Rex", Species.DOG))
                        .map(String.class)
                        .list())
                .hasMessageContaining("nothing is bound to its parameters [weight]; bound are [name, species]"));
        assertThatThrownBy(() -> jdbc.sql("select 1").bindAll("x").bindAll("y"))
                .hasMessageContaining("are bound already");
    }

    @Test
    void components_are_bound_by_name_and_single_values_come_first() {
        acme.run(() -> {
            jdbc.sql("insert into pet (name, species) values (:name, :species)")
                    .bind("name", "Rex")
                    .bindAll(new NewPet("Zoë", Species.CAT))
                    .update();

            assertThat(jdbc.sql("select id, name, species, weight from pet")
                            .map(Pet.class)
                            .single())
                    .matches(pet -> pet.name().equals("Rex") && pet.species() == Species.CAT);
        });
    }

    @Test
    void what_cannot_be_bound_is_refused_with_its_class() {
        assertThatThrownBy(() -> jdbc.sql("select :a").bind("a", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Binding a value of java.lang.Object: there is no rule for this class.");
        assertThatThrownBy(() -> jdbc.sql("select :a").bind("a", List.of(1, "x")))
                .hasMessageContaining("it holds elements of java.lang.Integer and of java.lang.String");
        assertThatThrownBy(() ->
                        TenantJdbc.on(database.dataSource()).sql("select :a").bind("a", Map.of("a", 1)))
                .hasMessageContaining("there is no JSON mapper");
    }

    @Test
    void seventy_thousand_parameters_are_refused_before_the_database() {
        String text = IntStream.range(0, 70_000)
                .mapToObj(i -> ":p" + i)
                .collect(java.util.stream.Collectors.joining(",", "select 1 where 1 in (", ")"));

        assertThatThrownBy(() -> jdbc.sql(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has 70000 parameters, and PostgreSQL takes at most 65535")
                .hasMessageContaining("= any(:ids)");
    }

    @Test
    void as_many_parameters_as_there_may_be_run() {
        String text = IntStream.range(0, 65_535)
                .mapToObj(i -> ":p" + i)
                .collect(java.util.stream.Collectors.joining(",", "select count(*) from pet where 1 in (", ")"));
        Sql sql = jdbc.sql(text);
        for (int i = 0; i < 65_535; i++) {
            sql.bind("p" + i, i);
        }

        acme.run(() -> assertThat(sql.map(Long.class).single()).isZero());
    }

    // ---- changes

    @Test
    void an_update_says_how_many_rows_it_changed() {
        acme.run(() -> {
            add("Añil", "Zoë");

            assertThat(jdbc.sql("update pet set weight = :weight")
                            .bind("weight", 5)
                            .update())
                    .isEqualTo(2);
            assertThat(jdbc.sql("delete from pet where name = 'Rex'").update()).isZero();
        });
    }

    @Test
    void an_insert_returns_its_key() {
        acme.run(() -> {
            UUID id = jdbc.sql("insert into pet (name) values (:name);")
                    .bind("name", "Añil")
                    .returning(UUID.class)
                    .single();

            assertThat(jdbc.sql("select name from pet where id = :id")
                            .bind("id", id)
                            .map(String.class)
                            .single())
                    .isEqualTo("Añil");
        });
    }

    @Test
    void an_insert_returns_records_and_columns_by_name() {
        acme.run(() -> {
            List<Pet> pets = jdbc.sql("insert into pet (name, species) select unnest(:names), :species")
                    .bind("names", List.of("Añil", "Zoë"))
                    .bind("species", Species.CAT)
                    .returning(Pet.class)
                    .list();
            List<String> names = jdbc.sql("delete from pet where name = :name")
                    .bind("name", "Zoë")
                    .returning(String.class, "name")
                    .list();

            assertThat(pets).extracting(Pet::name).containsExactly("Añil", "Zoë");
            assertThat(names).containsExactly("Zoë");
        });
    }

    // ---- batches

    @Test
    void a_batch_runs_once_a_row() {
        acme.run(() -> {
            int[] counts = jdbc.batch(
                    "insert into pet (name, species) values (:name, :species)",
                    List.of(new NewPet("Añil", Species.CAT), new NewPet("Zoë", Species.DOG)));

            assertThat(counts).containsExactly(1, 1);
            assertThat(names()).containsExactly("Añil", "Zoë");
        });
    }

    @Test
    void a_batch_takes_maps_and_nulls_among_values() {
        Map<String, Object> light = new HashMap<>(Map.of("name", "Añil"));
        light.put("weight", null);

        acme.run(() -> {
            jdbc.batch(
                    "insert into pet (name, weight) values (:name, :weight)",
                    List.of(light, Map.of("name", "Zoë", "weight", 5)));

            assertThat(jdbc.sql("select count(weight) from pet").map(Long.class).single())
                    .isEqualTo(1L);
        });
    }

    @Test
    void a_large_batch_is_sent_in_parts_and_is_one_transaction_all_the_same() {
        List<NewPet> pets = IntStream.range(0, 12_001)
                .mapToObj(i -> new NewPet("pet " + (i == 12_000 ? 0 : i), Species.DOG))
                .toList();
        String insert = "insert into pet (name, species) values (:name, :species)";

        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.batch(insert, pets)).isInstanceOf(DuplicateKeyException.class);
            assertThat(names()).isEmpty();

            assertThat(jdbc.batch(insert, pets.subList(0, 12_000)))
                    .hasSize(12_000)
                    .containsOnly(1);
            assertThat(jdbc.sql("select count(*) from pet").map(Long.class).single())
                    .isEqualTo(12_000L);
        });
    }

    @Test
    void of_a_batch_with_a_duplicate_key_nothing_stays() {
        acme.run(() -> {
            assertThatThrownBy(() -> jdbc.batch(
                            "insert into pet (name, species) values (:name, :species)",
                            List.of(
                                    new NewPet("Añil", Species.CAT),
                                    new NewPet("Secret", Species.DOG),
                                    new NewPet("Secret", Species.DOG))))
                    .isInstanceOf(DuplicateKeyException.class)
                    .satisfies(e ->
                            assertThat(((DuplicateKeyException) e).constraint()).contains("pet_name_key"))
                    .hasMessageStartingWith("Running a batch of 3 rows: duplicate key value violates unique constraint"
                            + " \"pet_name_key\" (SQLState 23505). Take another key, or change the row that has it."
                            + " Statement: insert into pet")
                    .satisfies(TenantJdbcIT::holdsNoValues);

            assertThat(names()).isEmpty();
        });
    }

    @Test
    void of_a_batch_on_a_table_of_no_tenant_nothing_stays_either() {
        List<Map<String, Object>> rows = new java.util.ArrayList<>();
        for (int i = 0; i < 400; i++) { // the driver sends some hundred at a time
            rows.add(Map.of("code", i == 399 ? "C0" : "C" + i));
        }

        assertThatThrownBy(() -> jdbc.batch("insert into currency (code, digits) values (:code, 2)", rows))
                .isInstanceOf(DuplicateKeyException.class);

        assertThat(jdbc.sql("select count(*) from currency").map(Long.class).single())
                .isZero();
    }

    @Test
    void an_empty_batch_does_nothing_and_odd_rows_are_refused_before_the_database() {
        String insert = "insert into pet (name, weight) values (:name, :weight)";

        assertThat(jdbc.batch(insert, List.of())).isEmpty();
        assertThatThrownBy(() -> jdbc.batch(insert, List.of(new NewPet("Rex", Species.DOG))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no components for the parameters [weight]; it has [name, species]");
        assertThatThrownBy(() -> jdbc.batch(insert, List.of(Map.of("name", "Rex"))))
                .hasMessageContaining("row 0 (counted from 0) has the names [name], the statement has [name, weight]");
        assertThatThrownBy(() ->
                        jdbc.batch("insert into pet (name) values (:name)", List.of(Map.of("name", "Rex", "wight", 1))))
                .hasMessageContaining("Give each row all of them and no others");
        assertThatThrownBy(() ->
                        jdbc.batch(insert, Arrays.asList(new Pet(UUID.randomUUID(), "a", Species.DOG, 1), null)))
                .hasMessageContaining("row 1 (counted from 0) is null");
        assertThatThrownBy(() -> jdbc.batch(insert, List.of(Map.of(), "x"))).hasMessageContaining("its rows are of");
    }

    // ---- errors

    static void holdsNoValues(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("Secret", "Detail", "Key (");
            for (Throwable suppressed : at.getSuppressed()) {
                holdsNoValues(suppressed);
            }
            if (at instanceof java.sql.SQLException sql) {
                assertThat((Object) sql.getNextException()).isNull();
            }
        }
    }

    @Test
    void an_error_holds_sqlstate_text_and_constraint_and_no_values() {
        acme.run(() -> {
            add("Secret");
            String insert = "insert into pet (name) values (:name)";

            assertThatThrownBy(() -> jdbc.sql(insert).bind("name", "Secret").update())
                    .isInstanceOf(DuplicateKeyException.class)
                    .satisfies(e ->
                            assertThat(((DuplicateKeyException) e).constraint()).contains("pet_name_key"))
                    .hasMessage("Running an update: duplicate key value violates unique constraint \"pet_name_key\""
                            + " (SQLState 23505). Take another key, or change the row that has it. Statement: insert into"
                            + " pet (name) values (:name)")
                    .satisfies(TenantJdbcIT::holdsNoValues);
            String nullName = "insert into pet (name, weight) values (null, :weight)";
            assertThatThrownBy(() -> jdbc.sql(nullName).bind("weight", 7).update())
                    .isInstanceOf(JdbcException.class)
                    .satisfies(e -> {
                        JdbcException failure = (JdbcException) e;
                        assertThat(failure.sqlState()).contains("23502");
                        assertThat(failure.sql()).contains(nullName);
                        assertThat(failure.constraint()).isEmpty();
                    })
                    .satisfies(TenantJdbcIT::holdsNoValues);
            for (String cast :
                    List.of("uuid", "int", "date", "timestamptz", "interval", "jsonb", "species", "numeric")) {
                assertThatThrownBy(() -> jdbc.sql("select :value::" + cast)
                                .bind("value", "Secret")
                                .map(String.class)
                                .list())
                        .isInstanceOf(JdbcException.class)
                        .satisfies(
                                e -> assertThat(((JdbcException) e).sqlState().orElseThrow())
                                        .startsWith("22"))
                        .satisfies(TenantJdbcIT::holdsNoValues);
            }
        });
    }

    @Test
    void an_error_says_what_to_do() {
        acme.run(() -> {
            assertThatThrownBy(() ->
                            jdbc.sql("select 1 from nowhere").map(Integer.class).list())
                    .hasMessageContaining("(SQLState 42P01). Check the names in the statement and the search path.");
            assertThatThrownBy(() ->
                            jdbc.sql("insert into pet (name) values (null)").update())
                    .hasMessageContaining("Give the column a value that its constraint allows.");
            assertThatThrownBy(() -> jdbc.sql("select pg_sleep(30)")
                            .timeout(Duration.ofMillis(1))
                            .map(String.class)
                            .list())
                    .hasMessageContaining("(SQLState 57014). Give the statement more time, or make it faster.");
        });
    }

    @Test
    void a_database_that_cannot_be_reached_is_an_error_of_its_own() {
        try (HikariDataSource nowhere = new HikariDataSource()) {
            nowhere.setJdbcUrl("jdbc:postgresql://localhost:1/nowhere");
            nowhere.setInitializationFailTimeout(-1);
            nowhere.setConnectionTimeout(250);
            TenantJdbc unreachable = TenantJdbc.on(TenantDataSource.wrap(nowhere));

            acme.run(() -> {
                assertThatThrownBy(() ->
                                unreachable.sql("select 1").map(Integer.class).list())
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasMessageContaining("Check that the database runs");
                assertThatThrownBy(() -> unreachable.inTransaction(() -> {}))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasMessageStartingWith("Beginning a transaction:");
            });
        }
    }

    // ---- the connection

    @Test
    void work_with_jdbc_itself_joins_the_transaction_and_fails_like_a_statement() {
        acme.run(() -> {
            jdbc.inTransaction(() -> {
                add("Añil", "Zoë");
                assertThat(jdbc.isInTransaction()).isTrue();

                long rows = jdbc.withConnection("Copying the pets", null, connection -> {
                    CopyOut copy = connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("copy (select name from pet) to stdout");
                    while (copy.readFromCopy() != null) {
                        // read to its end
                    }
                    return copy.getHandledRowCount();
                });

                assertThat(rows).isEqualTo(2);
            });
            assertThat(jdbc.isInTransaction()).isFalse();
            assertThatThrownBy(() -> jdbc.withConnection("Copying the pets", "copy nothing", connection -> {
                        try (java.sql.Statement statement = connection.createStatement()) {
                            return statement.executeUpdate("insert into pet (name) values ('Zoë')");
                        }
                    }))
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessageStartingWith("Copying the pets: duplicate key")
                    .hasMessageEndingWith("Statement: copy nothing");
        });
    }

    @Test
    void a_pool_without_autocommit_loses_nothing() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.jdbcUrl());
            pool.setUsername(database.applicationRole());
            pool.setPassword(database.applicationPassword());
            pool.setAutoCommit(false);
            pool.setMaximumPoolSize(1);
            TenantJdbc manual = TenantJdbc.on(TenantDataSource.wrap(pool));

            acme.run(() -> {
                manual.sql("insert into pet (name) values ('Añil')").update();
                assertThatThrownBy(() -> manual.sql("insert into pet (name) values ('Añil')")
                                .update())
                        .isInstanceOf(DuplicateKeyException.class);
                assertThat(names()).containsExactly("Añil");
                assertThat(manual.sql("select name from pet").map(String.class).list())
                        .containsExactly("Añil");
            });
        }
    }

    @Test
    void the_tenant_costs_no_round_trip_whatever_is_bound() throws Exception {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(database.through(proxy));
            pool.setMaximumPoolSize(1);
            TenantJdbc counted = TenantJdbc.builder(TenantDataSource.wrap(pool))
                    .json(new JacksonJsonMapper())
                    .build();

            acme.run(() -> {
                String select =
                        "select name from pet where id = any(:ids) or :json::jsonb ? 'a' or :age > interval '1 day'"
                                + " or :during && int4range(3, 4) or species = any(:species)";
                Runnable read = () -> counted.sql(select)
                        .bind("ids", List.of(UUID.randomUUID()))
                        .bind("json", Map.of("a", 1))
                        .bind("age", Duration.ofDays(2))
                        .bind("during", Range.closedOpen(1, 2))
                        .bind("species", List.of(Species.CAT))
                        .map(String.class)
                        .list();
                read.run(); // what the driver looks up once a connection

                assertThat(trips(proxy, read)).isEqualTo(1);
                assertThat(trips(
                                proxy,
                                () -> counted.sql("insert into pet (name) values ('Añil')")
                                        .returning(UUID.class)
                                        .single()))
                        .isEqualTo(1);
                assertThat(trips(
                                proxy,
                                () -> counted.inTransaction(() -> {
                                    counted.sql("select name from pet")
                                            .map(String.class)
                                            .list();
                                    counted.sql("update pet set weight = 1").update();
                                })))
                        .isEqualTo(3);
                assertThat(trips(
                                proxy,
                                () -> counted.transaction()
                                        .readOnly()
                                        .call(() -> counted.sql("select 1")
                                                .map(Integer.class)
                                                .single())))
                        .isEqualTo(2);
            });
        }
    }

    record Moments(UUID id, Optional<Instant> anInstant, Instant now, List<String> someTexts) {}

    @Test
    void reading_rows_asks_the_database_for_nothing_else() throws Exception {
        acme.run(() -> jdbc.sql("insert into everything (some_texts, a_document) values ('{a}', '{}')")
                .update());
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(database.through(proxy));
            pool.setMaximumPoolSize(1);
            TenantJdbc counted = TenantJdbc.on(TenantDataSource.wrap(pool));

            acme.run(() -> {
                counted.sql("select 1").map(Integer.class).list();

                assertThat(trips(
                                proxy,
                                () -> counted.sql("select id, an_instant, now() as now, some_texts from everything")
                                        .map(Moments.class)
                                        .list()))
                        .isEqualTo(1);
                assertThat(trips(
                                proxy,
                                () -> counted.sql("select name, species from pet")
                                        .map(NewPet.class)
                                        .list()))
                        .isEqualTo(1);
            });
        }
    }

    @Test
    void a_batch_that_the_driver_rewrites_is_the_same() {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.jdbcUrl());
            pool.setUsername(database.applicationRole());
            pool.setPassword(database.applicationPassword());
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            TenantJdbc rewriting = TenantJdbc.on(TenantDataSource.wrap(pool));
            List<Pet> pets = IntStream.range(0, 1_000)
                    .mapToObj(i -> new Pet(UUID.randomUUID(), "pet " + i, Species.CAT, i % 3 == 0 ? null : i))
                    .toList();

            acme.run(() -> {
                int[] counts = rewriting.batch(
                        "insert into pet (id, name, species, weight) values (:id, :name, :species, :weight)", pets);

                assertThat(counts).hasSize(1_000).containsOnly(Statement.SUCCESS_NO_INFO);
                assertThat(rewriting
                                .sql("select id, name, species, weight from pet")
                                .map(Pet.class)
                                .list())
                        .containsExactlyInAnyOrderElementsOf(pets);
            });
        }
    }

    private static long trips(RoundTripProxy proxy, Runnable work) {
        long before = proxy.roundTrips();
        work.run();
        return proxy.roundTrips() - before;
    }

    @Test
    void options_are_set_once() {
        TenantJdbc.Builder builder = TenantJdbc.builder(database.dataSource()).json(new JacksonJsonMapper());

        assertThatThrownBy(() -> builder.json(new JacksonJsonMapper()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Building a TenantJdbc: json was set already. Set it once.");
        assertThatThrownBy(() -> jdbc.sql("select 1").timeout(Duration.ZERO)).hasMessageContaining("is too short");
        assertThatThrownBy(() -> jdbc.sql("select 1").map(Integer.class).stream(0))
                .hasMessageContaining("is too small");
    }
}
