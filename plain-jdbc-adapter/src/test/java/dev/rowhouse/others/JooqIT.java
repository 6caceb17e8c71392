package dev.rowhouse.others;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;

class JooqIT extends AbstractOtherLibraryIT {
    private static final Table<Record> PET = table(name("pet"));
    private static final Field<UUID> ID = field(name("id"), UUID.class);
    private static final Field<String> NAME = field(name("name"), String.class);

    @BeforeAll
    static void no_banner() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    record JooqPets(DSLContext create) implements Pets {
        @Override
        public List<String> names() {
            return create.select(NAME).from(PET).orderBy(NAME).fetch(NAME);
        }

        @Override
        public UUID insert(String petName) {
            return Objects.requireNonNull(create.insertInto(PET)
                            .set(NAME, petName)
                            .returningResult(ID)
                            .fetchOne())
                    .value1();
        }

        @Override
        public int renameAll(String petName) {
            return create.update(PET).set(NAME, petName).execute();
        }

        @Override
        public void insertAll(List<String> petNames) {
            create.batch(petNames.stream()
                            .map(petName -> create.insertInto(PET).set(NAME, petName))
                            .toList())
                    .execute();
        }
    }

    @Override
    Pets pets(DataSource dataSource) {
        return new JooqPets(DSL.using(dataSource, SQLDialect.POSTGRES));
    }

    @Override
    void inTransaction(DataSource dataSource, Consumer<Pets> work) {
        DSL.using(dataSource, SQLDialect.POSTGRES)
                .transaction(configuration -> work.accept(new JooqPets(configuration.dsl())));
    }

    @Override
    void stream(DataSource dataSource, Consumer<String> reader) {
        DSL.using(dataSource, SQLDialect.POSTGRES).transaction(configuration -> {
            try (Stream<String> names =
                    configuration.dsl().select(NAME).from(PET).fetchSize(10).fetchStreamInto(String.class)) {
                names.forEach(reader);
            }
        });
    }
}
