package dev.rowhouse.hibernate.internal.search;

import java.util.List;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.BasicType;

/** What PostgreSQL evaluates on a row that it has already. */
final class RowFunction extends ColumnFunction {
    private final String template;

    RowFunction(
            String name,
            String template,
            int leastArguments,
            int mostArguments,
            BasicType<?> returned,
            BasicType<?> argument) {
        super(
                name,
                leastArguments,
                mostArguments,
                returned,
                (arguments, index, converter) -> index == 0 ? null : argument);
        this.template = template;
    }

    @Override
    void render(
            SqlAppender sql,
            List<? extends SqlAstNode> column,
            List<? extends SqlAstNode> rest,
            SqlAstTranslator<?> translator) {
        SqlAstNode searched = column.size() == 1
                ? column.get(0)
                : SearchedColumn.of(getName(), column).column();
        render(template, sql, searched, rest, translator);
    }
}
