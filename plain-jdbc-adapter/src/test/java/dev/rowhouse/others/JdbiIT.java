package dev.rowhouse.others;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

class JdbiIT extends AbstractOtherLibraryIT {
    /** Statements on a handle of their own, or on that of a transaction. */
    private interface Handles {
        <R> R with(Function<Handle, R> work);
    }

    private record JdbiPets(Handles handles) implements Pets {
        @Override
        public List<String> names() {
            return handles.with(handle -> handle.createQuery("select name from pet order by name")
                    .mapTo(String.class)
                    .list());
        }

        @Override
        public UUID insert(String name) {
            return handles.with(handle -> handle.createUpdate("insert into pet (name) values (:name)")
                    .bind("name", name)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(UUID.class)
                    .one());
        }

        @Override
        public int renameAll(String name) {
            return handles.with(handle -> handle.createUpdate("update pet set name = :name")
                    .bind("name", name)
                    .execute());
        }

        @Override
        public void insertAll(List<String> names) {
            handles.with(handle -> {
                PreparedBatch batch = handle.prepareBatch("insert into pet (name) values (:name)");
                names.forEach(name -> batch.bind("name", name).add());
                return batch.execute();
            });
        }
    }

    private static Handles on(Handle handle) {
        return new Handles() {
            @Override
            public <R> R with(Function<Handle, R> work) {
                return work.apply(handle);
            }
        };
    }

    @Override
    Pets pets(DataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        return new JdbiPets(new Handles() {
            @Override
            public <R> R with(Function<Handle, R> work) {
                return jdbi.withHandle(work::apply);
            }
        });
    }

    @Override
    void inTransaction(DataSource dataSource, Consumer<Pets> work) {
        Jdbi.create(dataSource).useTransaction(handle -> work.accept(new JdbiPets(on(handle))));
    }

    @Override
    void stream(DataSource dataSource, Consumer<String> reader) {
        Jdbi.create(dataSource).useTransaction(handle -> {
            try (Stream<String> names =
                    handle.createQuery("select name from pet").setFetchSize(10).mapTo(String.class).stream()) {
                names.forEach(reader);
            }
        });
    }
}
