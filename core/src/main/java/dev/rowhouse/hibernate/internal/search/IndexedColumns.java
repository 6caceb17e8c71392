package dev.rowhouse.hibernate.internal.search;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.JDBCException;
import org.hibernate.exception.SQLGrammarException;
import org.hibernate.exception.spi.SQLExceptionConverter;
import org.jspecify.annotations.Nullable;

/** The columns that queries looked up in an index, to say what is missing where the database does not know one. */
final class IndexedColumns {
    private static final String UNDEFINED_FUNCTION = "42883";

    /** By the function's name and the type it takes, as PostgreSQL writes them in its messages. */
    private final Map<String, Search> searches = new ConcurrentHashMap<>();

    private record Search(String function, String argumentType, String table, String column) {}

    void add(SearchedColumn column, String argumentType) {
        searches.put(
                column.searchFunctionName() + "(" + argumentType,
                new Search(column.searchFunctionName(), argumentType, column.table(), column.name()));
    }

    SQLExceptionConverter explaining(SQLExceptionConverter next) {
        return new Explaining(this, next);
    }

    /** Hibernate's own conversion, but where the function of an index search is missing. */
    private static final class Explaining implements SQLExceptionConverter {
        private static final long serialVersionUID = 1L;

        private final transient IndexedColumns indexed;
        private final SQLExceptionConverter next;

        Explaining(IndexedColumns indexed, SQLExceptionConverter next) {
            this.indexed = indexed;
            this.next = next;
        }

        @Override
        public JDBCException convert(SQLException exception, String message, String sql) {
            Search missing = indexed.missing(exception);
            return missing == null ? next.convert(exception, message, sql) : explained(missing, exception, sql);
        }
    }

    private @Nullable Search missing(SQLException exception) {
        String message = exception.getMessage();
        return message == null || !UNDEFINED_FUNCTION.equals(exception.getSQLState())
                ? null
                : searches.entrySet().stream()
                        .filter(each -> message.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private static JDBCException explained(Search search, SQLException exception, String sql) {
        return new SQLGrammarException(
                "Searching column " + search.column() + " of table " + search.table()
                        + " through its index: the database has no function " + search.function() + " that takes a "
                        + search.argumentType() + " on the search path. Let the owner of the table run"
                        + " rowhouse.make_searchable, and take text_search for a column of type tsvector, json_search for"
                        + " jsonb, fuzzy_search for text.",
                exception,
                sql);
    }
}
