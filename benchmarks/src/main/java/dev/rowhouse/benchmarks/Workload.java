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
    AUTOCOMMIT_UNIT("autocommitQuery", "unit of work: connection, query in autocommit", null),

    JDBC_READ(LibraryBenchmark.class, "jdbcRead", "read one row by key"),
    JDBC_READ_IN_TRANSACTION(LibraryBenchmark.class, "jdbcReadInTransaction", "the same in a transaction"),
    JDBC_FIRST_PAGE(LibraryBenchmark.class, "jdbcFirstPage", "page of 20 rows, the first"),
    JDBC_DEEP_PAGE(LibraryBenchmark.class, "jdbcDeepPage", "page of 20 rows behind 100,000 others"),
    JDBC_SAVE(LibraryBenchmark.class, "jdbcSave", "save a new row"),
    JDBC_SAVE_ALL(LibraryBenchmark.class, "jdbcSaveAll", "save 1,000 new rows at once"),
    JDBC_BULK(BulkBenchmark.class, "jdbcBulkInsert", "insert 100,000 rows"),

    JDBC_CLIENT_READ(LibraryClientBenchmark.class, "jdbcClientRead", "read one row by key"),
    JDBC_CLIENT_PAGE(LibraryClientBenchmark.class, "jdbcClientPage", "page of 20 rows"),
    JDBC_CLIENT_SAVE(LibraryClientBenchmark.class, "jdbcClientSave", "save a new row");

    private static final List<Access> LIBRARIES =
            List.of(Access.RAW, Access.ROWHOUSE, Access.REPOSITORY, Access.JDBI, Access.JDBC_CLIENT);

    private final Class<?> benchmark;
    private final String method;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final @Nullable Operation operation;

    Workload(String method, String title, @Nullable Operation operation) {
        this(operation == null ? ClientBenchmark.class : DatabaseBenchmark.class, method, title, operation);
    }

    Workload(Class<?> benchmark, String method, String title) {
        this(benchmark, method, title, null);
    }

    Workload(Class<?> benchmark, String method, String title, @Nullable Operation operation) {
        this.benchmark = benchmark;
        this.method = method;
        this.title = title;
        this.operation = operation;
    }

    /** Does the work once. */
    @FunctionalInterface
    interface Operation {
        Object on(DatabaseBenchmark benchmark) throws SQLException;
    }

    /** Returns the class that does the work. */
    Class<?> benchmark() {
        return benchmark;
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
        return benchmark != ClientBenchmark.class && benchmark != LibraryClientBenchmark.class;
    }

    /** Returns the pattern by which JMH finds the benchmark. */
    String pattern() {
        return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
    }

    /** Returns the ways that are compared, where the network adds no latency. */
    List<Access> accesses() {
        return switch (this) {
            case READ ->
                List.of(Access.RAW, Access.RAW_WITH_CONTEXT, Access.BY_HAND, Access.ROWHOUSE, Access.ROWHOUSE_SIGNED);
            case UNIT, AUTOCOMMIT_UNIT -> List.of(Access.RAW, Access.RAW_WITH_CONTEXT, Access.ROWHOUSE);
            case JDBC_BULK -> List.of(Access.RAW, Access.RAW_BINARY_COPY, Access.RAW_BATCH, Access.ROWHOUSE);
            default ->
                benchmark == LibraryBenchmark.class || benchmark == LibraryClientBenchmark.class
                        ? LIBRARIES
                        : List.of(Access.RAW, Access.ROWHOUSE);
        };
    }
}
