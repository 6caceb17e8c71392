package dev.rowhouse.others;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.Test;

class MyBatisIT extends AbstractOtherLibraryIT {
    interface PetMapper {
        @Select("select name from pet order by name")
        List<String> names();

        @Select("select name from pet")
        @Options(fetchSize = 10)
        Cursor<String> cursor();

        @Select(value = "insert into pet (name) values (#{name}) returning id::text", affectData = true)
        String insert(String name);

        @Insert("insert into pet (name) values (#{name})")
        void add(String name);

        @Update("update pet set name = #{name}")
        int renameAll(String name);
    }

    private static SqlSessionFactory factory(DataSource dataSource) {
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), dataSource));
        configuration.setCacheEnabled(false); // caches know no tenants
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        configuration.addMapper(PetMapper.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    /** Statements in sessions of their own, or in that of a transaction. */
    private interface Sessions {
        <R> R with(Function<SqlSession, R> work);
    }

    private record MyBatisPets(Sessions sessions, Sessions batches) implements Pets {
        @Override
        public List<String> names() {
            return sessions.with(session -> session.getMapper(PetMapper.class).names());
        }

        @Override
        public UUID insert(String name) {
            return UUID.fromString(
                    sessions.with(session -> session.getMapper(PetMapper.class).insert(name)));
        }

        @Override
        public int renameAll(String name) {
            return sessions.with(session -> session.getMapper(PetMapper.class).renameAll(name));
        }

        @Override
        public void insertAll(List<String> names) {
            batches.with(session -> {
                PetMapper mapper = session.getMapper(PetMapper.class);
                names.forEach(mapper::add);
                return session.flushStatements();
            });
        }
    }

    private static Sessions opening(SqlSessionFactory factory, ExecutorType type) {
        return new Sessions() {
            @Override
            public <R> R with(Function<SqlSession, R> work) {
                try (SqlSession session = factory.openSession(type)) {
                    R result = work.apply(session);
                    session.commit();
                    return result;
                }
            }
        };
    }

    private static Sessions on(SqlSession session) {
        return new Sessions() {
            @Override
            public <R> R with(Function<SqlSession, R> work) {
                return work.apply(session);
            }
        };
    }

    @Override
    Pets pets(DataSource dataSource) {
        SqlSessionFactory factory = factory(dataSource);
        return new MyBatisPets(opening(factory, ExecutorType.SIMPLE), opening(factory, ExecutorType.BATCH));
    }

    @Override
    void inTransaction(DataSource dataSource, Consumer<Pets> work) {
        try (SqlSession session = factory(dataSource).openSession(ExecutorType.BATCH)) {
            Sessions sessions = on(session);
            work.accept(new MyBatisPets(flushing(sessions), sessions));
            session.commit();
        }
    }

    /** A batch session answers an update before it has sent it. */
    private static Sessions flushing(Sessions sessions) {
        return new Sessions() {
            @Override
            public <R> R with(Function<SqlSession, R> work) {
                return sessions.with(session -> {
                    R result = work.apply(session);
                    session.flushStatements();
                    return result;
                });
            }
        };
    }

    @Override
    void stream(DataSource dataSource, Consumer<String> reader) {
        try (SqlSession session = factory(dataSource).openSession();
                Cursor<String> names = session.getMapper(PetMapper.class).cursor()) {
            names.forEach(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void its_caches_know_no_tenants_so_they_are_switched_off() {
        TenantContext acme = TenantContext.of(UUID.randomUUID());
        TenantContext other = TenantContext.of(UUID.randomUUID());
        Configuration defaults =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), database.dataSource()));
        defaults.addMapper(PetMapper.class);
        acme.run(() -> pets(database.dataSource()).insert("Añil"));

        try (SqlSession session = new SqlSessionFactoryBuilder().build(defaults).openSession(true)) {
            PetMapper mapper = session.getMapper(PetMapper.class);
            assertThat(acme.call(mapper::names)).containsExactly("Añil");
            assertThat(other.call(mapper::names))
                    .as("what one session remembers")
                    .containsExactly("Añil");
        }
        try (SqlSession session = factory(database.dataSource()).openSession(true)) {
            PetMapper mapper = session.getMapper(PetMapper.class);
            assertThat(acme.call(mapper::names)).containsExactly("Añil");
            assertThat(other.call(mapper::names)).isEmpty();
        }
    }
}
