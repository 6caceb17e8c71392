package dev.rowhouse.hibernate.internal;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.internal.sql.SqlToken;
import dev.rowhouse.hibernate.internal.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/**
 * Sees every statement of every session before it is prepared.
 *
 * <p>One that would delete rows of soft-deletable entities for good is refused, or, if that is chosen, made to soft-delete them.
 * What the guard does not understand it refuses. Hibernate's own deletes of entities do not come by:
 * {@link SoftDeleteCoordinator} updates.
 *
 * <p>One that touches a tenant's table while no tenant is bound is refused too. The tenant filter compares with the nil UUID
 * then, and an index lookup that finds nothing never asks the policy, which would have raised an error.
 */
final class StatementGuard implements StatementInspector {
    private static final long serialVersionUID = 1L;

    /** Whether a text may delete at all; most do not, and are not looked at further. */
    private static final Pattern SUSPICIOUS = Pattern.compile("\\b(delete|truncate)\\b", Pattern.CASE_INSENSITIVE);

    /** How many texts are remembered, and how long they are at most; Hibernate makes the same ones again and again. */
    private static final int MAX_TEXTS = 2_048;

    private static final int MAX_LENGTH = 16_384;

    /** What stands in front of a table's name. */
    private static final List<String> BEFORE_TABLE = List.of("from", "join", "into", "update", "only", ",", ".");

    /** What may stand behind the table's name without being its alias. */
    private static final List<String> NO_ALIAS = List.of("where", "using", "returning");

    private final transient SoftDeletedEntities entities;
    private final transient Map<String, GuardedTable> tables;
    private final transient Set<String> tenantTables;
    private final boolean rewriting;
    private final transient @Nullable StatementInspector next;

    /** Texts that were looked at and do not delete. When there are too many they are forgotten. */
    private final transient Set<String> harmless = ConcurrentHashMap.newKeySet();

    /** Whether the thread purges at this moment, which is a matter of one call. */
    private final transient ThreadLocal<Boolean> purging = ThreadLocal.withInitial(() -> false);

    StatementGuard(
            SoftDeletedEntities entities,
            List<GuardedTable> tables,
            Set<String> tenantTables,
            boolean rewriting,
            @Nullable StatementInspector next) {
        this.entities = entities;
        this.tables = tables.stream()
                .collect(Collectors.toMap(GuardedTable::name, Function.identity(), StatementGuard::stricter));
        this.tenantTables = Set.copyOf(tenantTables);
        this.rewriting = rewriting;
        this.next = next;
    }

    static Optional<StatementGuard> of(SessionFactoryImplementor factory) {
        return factory.getSessionFactoryOptions().getStatementInspector() instanceof StatementGuard guard
                ? Optional.of(guard)
                : Optional.empty();
    }

    SoftDeletedEntities entities() {
        return entities;
    }

    /** Runs a purge, whose statements may delete. */
    <T> T whilePurging(Supplier<T> purge) {
        purging.set(true);
        try {
            return purge.get();
        } finally {
            purging.remove();
        }
    }

    private static GuardedTable stricter(GuardedTable one, GuardedTable other) {
        return one.isCollection() ? other : one;
    }

    @Override
    public @Nullable String inspect(String sql) {
        String passed = next == null ? sql : next.inspect(sql);
        if (passed != null && TenantContext.current().isEmpty()) {
            new Statement(passed).requireNoTenantTable();
        }
        return passed == null || tables.isEmpty() || isHarmless(passed) || purging.get()
                ? passed
                : new Statement(passed).judged();
    }

    private boolean isHarmless(String sql) {
        if (harmless.contains(sql)) {
            return true;
        }
        if (SUSPICIOUS.matcher(sql).find()) {
            return false;
        }
        if (sql.length() <= MAX_LENGTH) {
            if (harmless.size() >= MAX_TEXTS) {
                harmless.clear();
            }
            harmless.add(sql);
        }
        return true;
    }

    /** One SQL text on its way to the database. */
    private final class Statement {
        private final String sql;
        private final List<SqlToken> tokens;

        Statement(String sql) {
            this.sql = sql;
            this.tokens = SqlToken.tokens(sql);
        }

        void requireNoTenantTable() {
            for (int i = 1; i < tokens.size(); i++) {
                String name = tokens.get(i).text().toLowerCase(Locale.ROOT);
                if (tokens.get(i).isName()
                        && tenantTables.contains(name)
                        && BEFORE_TABLE.contains(tokens.get(i - 1).text())) {
                    throw new MissingTenantException("Running a statement on table " + name
                            + ", which belongs to a tenant: none is bound to thread \""
                            + Thread.currentThread().getName()
                            + "\". Open the session and use it inside TenantContext.of(tenantId).run(...).");
                }
            }
        }

        String judged() {
            for (int i = 0; i < tokens.size(); i++) {
                GuardedTable table = deletedFrom(i);
                if (table != null && !isRemovalOfElements(table)) {
                    return replaced(i, table);
                }
            }
            return sql;
        }

        /** The guarded table from whose rows the words at this place delete, if they do. */
        private @Nullable GuardedTable deletedFrom(int i) {
            SqlToken token = tokens.get(i);
            boolean first = i == 0 || tokens.get(i - 1).isSymbol(";");
            if (token.is("delete") && is(i + 1, "from")) {
                return tables.get(lastPart(afterOnly(i + 2)));
            }
            if (token.is("delete") && is(i - 1, "then")) {
                return isWriteOfSecondaryTable() ? null : anyNamed();
            }
            if (token.is("truncate") && first) {
                return anyNamed();
            }
            if (token.is("do") && first) {
                return anyIn(tokens.stream()
                        .filter(each -> each.kind() == Kind.STRING)
                        .map(SqlToken::text)
                        .collect(Collectors.joining(" ")));
            }
            return null;
        }

        /** Hibernate writes a row of a secondary table by a merge, which deletes it where no value is left. */
        private boolean isWriteOfSecondaryTable() {
            GuardedTable table = is(0, "merge") && is(1, "into") ? tables.get(lastPart(2)) : null;
            return table != null && table.isSecondary();
        }

        private @Nullable GuardedTable anyNamed() {
            return tokens.stream()
                    .filter(SqlToken::isName)
                    .map(token -> tables.get(token.text().toLowerCase(Locale.ROOT)))
                    .filter(table -> table != null)
                    .findFirst()
                    .orElse(null);
        }

        /** A block of code is not read, but for whether it deletes and which names stand in it. */
        private @Nullable GuardedTable anyIn(String code) {
            return SUSPICIOUS.matcher(code).find() ? new Statement(code).anyNamed() : null;
        }

        private boolean is(int i, String word) {
            return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
        }

        private int afterOnly(int i) {
            return is(i, "only") ? i + 1 : i;
        }

        /** The place behind a name that may have a schema in front. */
        private int afterName(int i) {
            int at = i + 1;
            while (at + 1 < tokens.size() && tokens.get(at).isSymbol(".")) {
                at += 2;
            }
            return at;
        }

        private String lastPart(int nameAt) {
            int last = afterName(nameAt) - 1;
            return last < tokens.size() && tokens.get(last).isName()
                    ? tokens.get(last).text().toLowerCase(Locale.ROOT)
                    : "";
        }

        /** Whether elements of one collection go, which Hibernate names by the key of their owner. */
        private boolean isRemovalOfElements(GuardedTable table) {
            return table.isCollection()
                    && tokens.stream().anyMatch(token -> token.is("where"))
                    && tokens.stream().noneMatch(token -> token.is("select"));
        }

        private String replaced(int i, GuardedTable table) {
            String replacement = rewriting && i == 0 ? rewritten(table) : null;
            if (replacement == null) {
                throw refusal(table);
            }
            return replacement;
        }

        /** {@code delete from t a where X} becomes {@code update t a set … where (X) and a.deleted_at is null}. */
        private @Nullable String rewritten(GuardedTable table) {
            int nameEnd = afterName(2);
            int next = is(nameEnd, "as") ? nameEnd + 1 : nameEnd;
            boolean hasAlias = next < tokens.size()
                    && tokens.get(next).isName()
                    && !(tokens.get(next).kind() == Kind.WORD
                            && NO_ALIAS.contains(tokens.get(next).text()));
            int where = hasAlias ? next + 1 : next;
            int end = tokens.get(tokens.size() - 1).isSymbol(";") ? tokens.size() - 1 : tokens.size();
            if (is(2, "only") || (where < end && !is(where, "where")) || isMoreThanCondition(where + 1, end)) {
                return null;
            }
            String target =
                    sql.substring(tokens.get(2).start(), tokens.get(where - 1).end());
            String alias = source(hasAlias ? next : nameEnd - 1);
            String given = where < end
                    ? "("
                            + sql.substring(
                                    tokens.get(where).end(), tokens.get(end - 1).end()) + "\n) and "
                    : "";
            if (table.isCollection()) {
                return "delete from " + target + " where " + given + "false";
            }
            return table.assignments() == null
                    ? null
                    : "update " + target + " set " + table.assignments() + " where " + given + alias + "."
                            + table.condition();
        }

        private String source(int i) {
            return sql.substring(tokens.get(i).start(), tokens.get(i).end());
        }

        /** Whether the condition ends before the statement does, or is none. */
        private boolean isMoreThanCondition(int from, int end) {
            int depth = 0;
            for (int i = from; i < end; i++) {
                SqlToken token = tokens.get(i);
                depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
                boolean ends = token.isSymbol(";") || token.is("returning") || (token.is("current") && is(i + 1, "of"));
                if (depth < 0 || (depth == 0 && ends)) {
                    return true;
                }
            }
            return depth != 0;
        }

        private RowhouseException refusal(GuardedTable table) {
            return new RowhouseException("Running a statement that deletes from table " + table.name()
                    + (rewriting ? " in a way that cannot be turned into a soft delete" : "")
                    + ": it holds rows of the soft-deletable entity " + table.entity()
                    + ", which would be gone for good. Remove the entities through a session, purge them with SoftDeletes"
                    + (rewriting
                            ? ", or write \"delete from … where …\" with nothing behind the condition."
                            : ", or have bulk deletes turned into soft deletes: " + TenantSessionFactories.BULK_DELETE
                                    + "=soft_delete."));
        }
    }
}
