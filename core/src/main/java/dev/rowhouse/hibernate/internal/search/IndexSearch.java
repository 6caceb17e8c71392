package dev.rowhouse.hibernate.internal.search;

import java.util.List;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.domain.SqmEntityValuedSimplePath;
import org.hibernate.query.sqm.tree.from.SqmFrom;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.BasicType;

/**
 * A condition on the key, which the function of {@code rowhouse.make_searchable} looks up in the index. The array keeps the
 * planner from calling it once a row.
 */
final class IndexSearch extends ColumnFunction {
    private final IndexedColumns indexed;
    private final String argumentType;
    private final String query;
    private final int queryArguments;

    /**
     * @param argumentType what the function in the database takes
     * @param query the SQL of that, as in a template
     * @param queryArguments how many arguments stand in it; one more limits the number of rows
     */
    IndexSearch(
            IndexedColumns indexed,
            String name,
            String argumentType,
            String query,
            int queryArguments,
            BasicType<?> returned,
            BasicType<?> argument,
            BasicType<?> maxRows) {
        super(name, queryArguments, queryArguments + 1, returned, (arguments, index, converter) -> {
            int first = isEntity(arguments.get(0)) ? 2 : 1;
            return index == 0 ? null : index == first + queryArguments ? maxRows : argument;
        });
        this.indexed = indexed;
        this.argumentType = argumentType;
        this.query = query;
        this.queryArguments = queryArguments;
    }

    private static boolean isEntity(SqmTypedNode<?> argument) {
        return argument instanceof SqmFrom || argument instanceof SqmEntityValuedSimplePath;
    }

    @Override
    void render(
            SqlAppender sql,
            List<? extends SqlAstNode> column,
            List<? extends SqlAstNode> rest,
            SqlAstTranslator<?> translator) {
        SearchedColumn searched = SearchedColumn.of(getName(), column);
        indexed.add(searched, argumentType);
        searched.key(getName()).accept(translator);
        sql.append(" = any (array(select ");
        sql.append(searched.searchFunction());
        sql.append("(");
        render(query, sql, searched.column(), rest, translator);
        if (rest.size() > queryArguments) {
            sql.append(", cast(");
            rest.get(queryArguments).accept(translator);
            sql.append(" as integer)");
        }
        sql.append(")))");
    }
}
