package dev.rowhouse.peers.mybatisplus;

import static java.util.Objects.requireNonNull;

import com.baomidou.mybatisplus.core.MybatisConfiguration;
import com.baomidou.mybatisplus.core.MybatisPlusVersion;
import com.baomidou.mybatisplus.core.MybatisSqlSessionFactoryBuilder;
import com.baomidou.mybatisplus.core.conditions.query.QueryWrapper;
import com.baomidou.mybatisplus.core.conditions.update.UpdateWrapper;
import com.baomidou.mybatisplus.core.plugins.IgnoreStrategy;
import com.baomidou.mybatisplus.core.plugins.InterceptorIgnoreHelper;
import com.baomidou.mybatisplus.core.toolkit.Wrappers;
import com.baomidou.mybatisplus.extension.plugins.MybatisPlusInterceptor;
import com.baomidou.mybatisplus.extension.plugins.inner.TenantLineInnerInterceptor;
import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.JdbcDoor;
import dev.rowhouse.peers.NotApplicableException;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jspecify.annotations.Nullable;

/** MyBatis-Plus, which adds the tenant to the SQL that it parses. */
public final class MybatisPlusPeer implements Peer {
    private @Nullable SqlSessionFactory factory;

    /** Made by its name. */
    public MybatisPlusPeer() {}

    @Override
    public String name() {
        return "MyBatis-Plus " + MybatisPlusVersion.getVersion();
    }

    @Override
    public String configuration() {
        return "`TenantLineInnerInterceptor` with a `TenantLineHandler`; no row-level security.";
    }

    @Override
    public void start(DataSource pool) {
        MybatisConfiguration configuration =
                new MybatisConfiguration(new Environment("peer", new JdbcTransactionFactory(), pool));
        configuration.getTypeHandlerRegistry().register(UUID.class, new UuidTypeHandler());
        MybatisPlusInterceptor interceptor = new MybatisPlusInterceptor();
        interceptor.addInnerInterceptor(new TenantLineInnerInterceptor(new ThreadTenant()));
        configuration.addInterceptor(interceptor);
        configuration.addMapper(DocumentMapper.class);
        configuration.addMapper(NoteMapper.class);
        factory = new MybatisSqlSessionFactoryBuilder().build(configuration);
    }

    private SqlSession open(boolean autoCommit) {
        return requireNonNull(factory, "start was not called").openSession(autoCommit);
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.SHARED_CACHE) {
            ThreadTenant.with(attempt.victim().id(), () -> inTransaction(session -> find(session, attempt.victim())));
        }
        if (attack == Attack.TENANT_SWITCHED) {
            ThreadTenant.with(
                    attempt.victim().id(),
                    () -> inTransaction(session -> {
                        requireNonNull(titles(session));
                        ThreadTenant.with(attempt.attacker().id(), () -> attempt.saw(titles(session)));
                    }));
        } else {
            ThreadTenant.with(attempt.bound() ? attempt.attacker().id() : null, () -> run(attack, attempt));
        }
    }

    private interface Work {
        void on(SqlSession session) throws Exception;
    }

    private void inTransaction(Work work) throws Exception {
        try (SqlSession session = open(false)) {
            work.on(session);
            session.commit(true);
        }
    }

    private void run(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.OUTSIDE_TRANSACTION_QUERY || attack == Attack.OUTSIDE_TRANSACTION_NATIVE) {
            try (SqlSession session = open(true)) {
                if (attack == Attack.OUTSIDE_TRANSACTION_QUERY) {
                    attempt.saw(titles(session));
                } else {
                    runNative(session, JdbcDoor.sql(attack, attempt), true, attempt);
                }
            }
        } else if (JdbcDoor.isNativeRead(attack) || JdbcDoor.isNativeWrite(attack)) {
            inTransaction(session ->
                    runNative(session, JdbcDoor.sql(attack, attempt), JdbcDoor.isNativeRead(attack), attempt));
        } else if (JdbcDoor.isOnConnection(attack)) {
            inTransaction(session -> JdbcDoor.attempt(attack, session.getConnection(), attempt));
        } else {
            inTransaction(session -> runInSession(session, attack, attempt));
        }
    }

    private static @Nullable String find(SqlSession session, Tenant tenant) {
        Document found = documents(session).selectById(tenant.document());
        return found == null ? null : found.title;
    }

    private static List<String> titles(SqlSession session) {
        return titles(documents(session).selectList(new QueryWrapper<>()));
    }

    private static List<String> titles(List<Document> documents) {
        return documents.stream()
                .map(document -> String.valueOf(document.title))
                .toList();
    }

    private static DocumentMapper documents(SqlSession session) {
        return session.getMapper(DocumentMapper.class);
    }

    private static void runInSession(SqlSession session, Attack attack, Attempt attempt) {
        Tenant attacker = attempt.attacker();
        Tenant victim = attempt.victim();
        DocumentMapper documents = documents(session);
        NoteMapper notes = session.getMapper(NoteMapper.class);
        Note foreign = new Note(victim.note(), "hacked");
        Note planted = new Note(UUID.randomUUID(), "planted");
        switch (attack) {
            case FIND_BY_ID, SHARED_CACHE -> attempt.saw(find(session, victim));
            case QUERY_BY_ID ->
                attempt.saw(titles(documents.selectList(new QueryWrapper<Document>().eq("id", victim.document()))));
            case OR_IN_CRITERIA ->
                attempt.saw(titles(documents.selectList(new QueryWrapper<Document>()
                        .eq("id", attacker.document())
                        .or()
                        .ne("title", ""))));
            case TO_ONE_ASSOCIATION -> attempt.saw(documents.titlesOfNote(Tables.PLANTED));
            case LAZY_COLLECTION -> attempt.saw(documents.notesOf(attacker.document()));
            case LINK_TABLE -> attempt.saw(documents.tagsOf(attacker.document()));
            case ELEMENT_COLLECTION -> attempt.saw(documents.labelsOf(attacker.document()));
            case BULK_UPDATE -> documents.update(Wrappers.<Document>update().set("title", "hacked"));
            case BULK_DELETE -> notes.delete(new QueryWrapper<>());
            case MERGE_FOREIGN -> notes.updateById(foreign);
            case REMOVE_REFERENCE -> notes.deleteById(victim.note());
            case STATELESS_UPSERT -> notes.insertOrUpdate(foreign);
            case FOREIGN_KEY -> {
                planted.documentId = victim.document();
                notes.insert(planted);
            }
            case TENANT_SET_BY_HAND -> {
                planted.tenantId = victim.id();
                notes.insert(planted);
            }
            case TENANT_CHANGED -> {
                Note own = new Note(attacker.note(), "moved");
                own.tenantId = victim.id();
                notes.updateById(own);
            }
            case TENANT_MOVED_IN_BULK ->
                documents.update(new UpdateWrapper<Document>()
                        .set("tenant_id", victim.id())
                        .eq("id", attacker.document()));
            case FILTER_SWITCHED_OFF ->
                InterceptorIgnoreHelper.execute(
                        IgnoreStrategy.builder().tenantLine(true).build(), () -> attempt.saw(titles(session)));
            case NO_TENANT_QUERY -> attempt.saw(titles(session));
            case NO_TENANT_INSERT -> notes.insert(planted);
            case CONTEXT_FORGED ->
                throw new NotApplicableException("the database knows of no tenant that SQL could change");
            default -> throw new NotApplicableException("every statement is by itself: no session, no entity state");
        }
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        ThreadTenant.with(
                attempt.attacker().id(), () -> inTransaction(session -> runNative(session, sql, rows, attempt)));
    }

    private static void runNative(SqlSession session, String sql, boolean rows, Attempt attempt) {
        if (rows) {
            documents(session).runQuery(sql).stream()
                    .filter(Objects::nonNull)
                    .map(Map::values)
                    .forEach(attempt::saw);
        } else {
            documents(session).runUpdate(sql);
        }
    }

    @Override
    public void close() {
        factory = null;
    }
}
