package dev.rowhouse.benchmarks;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is measured, in the order of the report. */
enum Workload {
    READ("readInTransaction", "read one row by key, in a transaction", DatabaseBenchmark::readInTransaction),
    INSERT("insert", "insert one row, in a transaction", DatabaseBenchmark::insert),
    BATCH("insertBatch", "insert 1,000 rows in a batch, first in its transaction", DatabaseBenchmark::insertBatch),
    READ_BATCH("readThenInsertBatch", "read one row, then the same batch", DatabaseBenchmark::readThenInsertBatch),
    PAGE("readPage", "page of 20 rows behind a key, in a transaction", DatabaseBenchmark::readPage),
    THREE("threeStatements", "read a row, read a page, insert a row", DatabaseBenchmark::threeStatements),
    AUTOCOMMIT("readInAutocommit", "read one row by key, in autocommit", DatabaseBenchmark::readInAutocommit),
    AUDITED("insertAudited", "insert one row, audit columns by trigger", DatabaseBenchmark::insertAudited),

    LATER_QUERY("laterQuery", "later query of a transaction", null),
    LATER_KEPT_QUERY("laterKeptQuery", "later query, statement kept", null),
    LATER_INSERT("laterInsert", "later insert of a transaction", null),
    UNIT("unitOfOneQuery", "unit of work: connection, first query, commit", null),
    AUTOCOMMIT_UNIT("autocommitQuery", "unit of work: connection, query in autocommit", null);

    private final String method;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final @Nullable Operation operation;

    Workload(String method, String title, @Nullable Operation operation) {
        this.method = method;
        this.title = title;
        this.operation = operation;
    }

    /** Does the work once. */
    @FunctionalInterface
    interface Operation {
        Object on(DatabaseBenchmark benchmark) throws SQLException;
    }

    String method() {
        return method;
    }

    String title() {
        return title;
    }

    @Nullable
    Operation operation() {
        return operation;
    }

    boolean needsDatabase() {
        return operation != null;
    }

    /** Returns the pattern by which JMH finds the benchmark. */
    String pattern() {
        Class<?> benchmark = needsDatabase() ? DatabaseBenchmark.class : ClientBenchmark.class;
        return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
    }

    /** Returns the ways that are compared, where the network adds no latency. */
    List<Access> accesses() {
        return switch (this) {
            case READ -> List.of(Access.RAW, Access.RAW_WITH_CONTEXT, Access.BY_HAND, Access.ROWHOUSE);
            case UNIT, AUTOCOMMIT_UNIT -> List.of(Access.RAW, Access.RAW_WITH_CONTEXT, Access.ROWHOUSE);
            default -> List.of(Access.RAW, Access.ROWHOUSE);
        };
    }
}
