package dev.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.AsyncTenantJdbc;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.TransactionTemplate.Isolation;
import dev.rowhouse.jdbc.mapping.JacksonJsonMapper;
import dev.rowhouse.jdbc.mapping.JsonMapper;
import dev.rowhouse.jdbc.mapping.Range;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcGuideIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/guide.sql").poolSize(20).build();

    private final UUID acme = UUID.randomUUID();
    private final TenantJdbc jdbc = TenantJdbc.builder(database.dataSource())
            .json(new JacksonJsonMapper())
            .build();
    private final Instant start = Instant.parse("2026-11-21T09:00:00Z");
    private final StringBuilder out = new StringBuilder();

    enum Species {
        DOG,
        CAT
    }

    record Chip(String maker, int number) {}

    record Address(String street, String city) {}

    record Pet(
            UUID id,
            String name,
            Species species,
            Optional<Integer> weight,
            List<String> tags,
            Chip chip,
            Address address,
            Range<Instant> stay,
            Instant createdAt) {}

    record NewPet(String name, Species species) {}

    record Name(UUID id, String name) {}

    @BeforeEach
    void two_pets() {
        TenantContext.of(acme)
                .run(() -> jdbc.batch(
                        "insert into pet (name, species) values (:name, :species)",
                        List.of(new NewPet("Añil", Species.DOG), new NewPet("Zoë", Species.CAT))));
    }

    @Test
    void the_shortest_way_in() {
        HikariDataSource hikari = database.pool();

        TenantJdbc jdbc = TenantJdbc.on(TenantDataSource.wrap(hikari)); // once

        TenantContext.of(acme)
                .withActor("dana@acme")
                .run(
                        () -> { // per request, job or message
                            List<Name> dogs = jdbc.sql(
                                            "select id, name from pet where species = :species order by name")
                                    .bind("species", Species.DOG)
                                    .map(Name.class)
                                    .list();
                            dogs.forEach(dog -> out.append(dog.name()));
                        });

        assertThat(out).hasToString("Añil");
    }

    @Test
    void parameters() {
        TenantContext.of(acme).run(() -> {
            List<String> names = jdbc.sql("select name from pet where name = any(:names) and species <> all(:species)")
                    .bind("names", List.of("Añil", "Zoë"))
                    .bind("species", List.of(Species.CAT))
                    .map(String.class)
                    .list();

            jdbc.sql("insert into pet (name, species) values (:name, :species)")
                    .bindAll(new NewPet("Rex", Species.DOG))
                    .update();

            assertThat(names).containsExactly("Añil");
        });
    }

    @Test
    void rows() {
        TenantContext.of(acme).run(() -> {
            List<Pet> pets = jdbc.sql(
                            "select id, name, species, weight, tags, chip, address_street, address_city, stay,"
                                    + " created_at from pet")
                    .map(Pet.class)
                    .list();
            long count = jdbc.sql("select count(*) from pet").map(Long.class).single();
            Optional<String> heaviest = jdbc.sql("select name from pet where weight > 50 order by weight limit 1")
                    .map(String.class)
                    .optional();

            assertThat(pets).hasSize((int) count);
            assertThat(heaviest).isEmpty();
        });
    }

    @Test
    void writing() {
        TenantContext.of(acme).run(() -> {
            UUID id = jdbc.sql("insert into pet (name) values (:name)")
                    .bind("name", "Rex")
                    .returning(UUID.class)
                    .single();

            int[] counts = jdbc.batch(
                    "insert into pet (name, species) values (:name, :species)",
                    List.of(new NewPet("Ares", Species.DOG), new NewPet("Misha", Species.CAT)));

            assertThat(id).isNotNull();
            assertThat(counts).containsExactly(1, 1);
        });
    }

    @Test
    void transactions() {
        TenantContext.of(acme).run(() -> {
            jdbc.inTransaction(() -> {
                jdbc.sql("update pet set weight = 4 where name = 'Zoë'").update();
                jdbc.sql("update pet set weight = 9 where name = 'Añil'").update();
            });

            int free = jdbc.transaction()
                    .isolation(Isolation.SERIALIZABLE)
                    .retries(3)
                    .call(() -> book("Zoë"));

            assertThat(free).isEqualTo(1);
        });
    }

    private int book(String name) {
        return jdbc.sql("update pet set stay = :stay where name = :name")
                .bind("name", name)
                .bind("stay", Range.closedOpen(start, start.plusSeconds(3600)))
                .update();
    }

    @Test
    void streams() {
        TenantContext.of(acme).run(() -> {
            try (Stream<String> names = jdbc.sql("select name from pet order by name").map(String.class).stream()) {
                names.forEach(out::append);
            }
        });

        assertThat(out).hasToString("AñilZoë");
    }

    @Test
    void errors() {
        TenantContext.of(acme).run(() -> {
            try {
                jdbc.sql("insert into pet (name) values (:name)")
                        .bind("name", "Zoë")
                        .update();
            } catch (DuplicateKeyException e) {
                out.append(e.constraint().orElseThrow()); // pet_name_key
            }
        });

        assertThat(out).hasToString("pet_name_key");
    }

    @Test
    void async() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(20);
        try {
            AsyncTenantJdbc async = jdbc.async(executor, 20); // as many at once as the pool has connections

            TenantContext.of(acme).run(() -> {
                CompletableFuture<List<String>> names =
                        async.list(jdbc.sql("select name from pet").map(String.class));
                CompletableFuture<Integer> booked = async.inTransaction(() -> book("Zoë"));

                assertThat(names.get(30, TimeUnit.SECONDS)).hasSize(2);
                assertThat(booked.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            });
        } finally {
            executor.shutdown();
            assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Stands for a mapper on another library. */
    static final class OwnJsonMapper implements JsonMapper {
        private final JacksonJsonMapper library = new JacksonJsonMapper();

        @Override
        public Object read(String json, Type type) {
            return library.read(json, type);
        }

        @Override
        public String write(Object value) {
            return library.write(value);
        }

        @Override
        public boolean isTree(Class<?> type) {
            return false;
        }
    }

    @Test
    void another_json_library() {
        TenantJdbc own = TenantJdbc.builder(database.dataSource())
                .json(new OwnJsonMapper())
                .build();

        TenantContext.of(acme)
                .run(() -> assertThat(own.sql("select :document::jsonb ->> 'a'")
                                .bind("document", Map.of("a", "b"))
                                .map(String.class)
                                .single())
                        .isEqualTo("b"));
    }

    // ---- the guide and this class say the same

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static void assertCompiled(String guide) {
        String source = withoutSpace(text(Path.of("src/test/java/dev/rowhouse/guide/JdbcGuideIT.java")));
        Matcher examples = EXAMPLE.matcher(guide);
        int found = 0;
        while (examples.find()) {
            found++;
            for (String part : examples.group(1).split("\n\n", -1)) {
                assertThat(source).as(part).contains(withoutSpace(part));
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void each_example_of_the_guide_is_compiled_here() {
        assertCompiled(text(Path.of("../docs/guide/jdbc.md")));
    }

    @Test
    void an_example_that_is_not_compiled_is_found() {
        assertThatThrownBy(() -> assertCompiled("```java\njdbc." + "unheardOf();\n```"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertCompiled("no example")).isInstanceOf(AssertionError.class);
    }
}
