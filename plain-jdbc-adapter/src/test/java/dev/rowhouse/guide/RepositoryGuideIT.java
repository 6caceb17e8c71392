package dev.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.BulkInsert;
import dev.rowhouse.jdbc.repository.JdbcTenantRepository;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.UuidV7;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings(
        "NullAway") // the guide's records are written for readers, as an application without null checks has them
class RepositoryGuideIT {
    private static final System.Logger log = System.getLogger(RepositoryGuideIT.class.getName());
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/repository-guide.sql").build();

    private final UUID acme = UUID.randomUUID();
    private final TenantJdbc jdbc = TenantJdbc.on(database.dataSource());

    record Pet(UUID id, String name, LocalDate bornOn, Instant createdAt, String createdBy, Long version) {}

    record Owner(UUID id, String name, Long version) {}

    private JdbcTenantRepository<Pet, UUID> repository() {
        JdbcTenantRepository<Pet, UUID> pets = JdbcTenantRepository.builder(jdbc, Pet.class, UUID.class)
                .generateIds(UuidV7.generator())
                .build();
        return pets;
    }

    private static Stream<Pet> pets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Pet(null, "A" + i, LocalDate.of(2020, 1, 1).plusDays(i), null, null, null));
    }

    @Test
    void saving() {
        JdbcTenantRepository<Pet, UUID> pets = repository();

        TenantContext.of(acme).withActor("dana@acme").run(() -> {
            Pet saved = pets.save(new Pet(null, "Añil", LocalDate.of(2020, 2, 29), null, null, null));
            pets.findById(saved.id());
            pets.softDelete(saved.id());
            pets.restore(saved.id());
        });

        assertThat(TenantContext.of(acme).call(() -> pets.findAll(Order.by(Sort.asc("name")))))
                .extracting(Pet::name, Pet::createdBy, Pet::version)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("Añil", "dana@acme", 2L));
    }

    @Test
    void finding() {
        JdbcTenantRepository<Pet, UUID> pets = repository();

        TenantContext.of(acme).run(() -> {
            pets.saveAll(pets(12).toList());
            List<Pet> young = pets.findAll(
                    Restriction.all(
                            Restriction.greaterThan("bornOn", LocalDate.of(2019, 12, 31)),
                            Restriction.startsWith("name", "A")),
                    Order.by(Sort.desc("createdAt")),
                    Limit.of(10));
            assertThat(young).hasSize(10);
        });
    }

    @Test
    void paging() {
        JdbcTenantRepository<Pet, UUID> pets = repository();

        TenantContext.of(acme).run(() -> {
            pets.saveAll(pets(25).toList());
            Order<Pet> newest = Order.by(Sort.desc("createdAt"));
            CursoredPage<Pet> first = pets.findPage(PageRequest.ofSize(20).withoutTotal(), newest);
            String next =
                    first.hasNext() ? first.cursor(first.numberOfElements() - 1).toString() : "";
            CursoredPage<Pet> second =
                    pets.findPage(PageRequest.afterCursor(PageRequest.Cursor.forKey(next), 2, 20, false), newest);
            assertThat(second).hasSize(5).doesNotContainAnyElementsOf(first);
        });
    }

    @Test
    void cursors_with_a_secret() {
        byte[] secret = new byte[32];
        PageCursors cursors = PageCursors.withSecret(secret); // 32 random bytes or more
        JdbcTenantRepository<Pet, UUID> here = JdbcTenantRepository.builder(jdbc, Pet.class, UUID.class)
                .generateIds(UuidV7.generator())
                .cursors(cursors)
                .build();
        JdbcTenantRepository<Pet, UUID> elsewhere = JdbcTenantRepository.builder(jdbc, Pet.class, UUID.class)
                .cursors(PageCursors.withSecret(secret.clone()))
                .build();

        TenantContext.of(acme).run(() -> {
            here.saveAll(pets(3).toList());
            Order<Pet> byName = Order.by(Sort.asc("name"));
            Object text = here.findPage(PageRequest.ofSize(1), byName).cursor(0).get(0);
            assertThat(elsewhere.findPage(
                            PageRequest.afterCursor(PageRequest.Cursor.forKey(text), 2, 5, false), byName))
                    .extracting(Pet::name)
                    .containsExactly("A1", "A2");
        });
    }

    @Test
    void soft_delete_of_a_group() {
        JdbcTenantRepository<Owner, UUID> owners = JdbcTenantRepository.builder(jdbc, Owner.class, UUID.class)
                .cascade("pet")
                .build();

        TenantContext.of(acme).run(() -> {
            Owner owner = owners.save(new Owner(UUID.randomUUID(), "Olga", null));
            UUID pet = repository().save(pets(1).findFirst().orElseThrow()).id();
            jdbc.sql("update pet set owner_id = :owner")
                    .bind("owner", owner.id())
                    .update();
            owners.softDelete(owner.id());
            assertThat(repository().existsById(pet)).isFalse();
            owners.restore(owner.id());
            assertThat(repository().existsById(pet)).isTrue();
        });
    }

    @Test
    void many_rows() {
        Stream<Pet> petsFromAFile = pets(1_000);

        TenantContext.of(acme).run(() -> {
            long rows = BulkInsert.into(jdbc, Pet.class)
                    .generateIds(UuidV7.generator())
                    .onProgress(soFar -> log.log(Level.INFO, "{0} pets", soFar))
                    .build()
                    .insert(petsFromAFile);
            assertThat(rows).isEqualTo(1_000);
        });
    }

    @Test
    void each_example_of_the_guide_is_compiled_here() throws IOException {
        String source =
                withoutSpace(Files.readString(Path.of("src/test/java/dev/rowhouse/guide/RepositoryGuideIT.java")));
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/guide/repository.md")));

        int found = 0;
        while (examples.find()) {
            found++;
            assertThat(source).contains(withoutSpace(examples.group(1)));
        }

        assertThat(found).isEqualTo(9);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
