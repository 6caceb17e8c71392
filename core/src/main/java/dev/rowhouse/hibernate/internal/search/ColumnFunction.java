package dev.rowhouse.hibernate.internal.search;

import dev.rowhouse.RowhouseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.query.sqm.produce.function.ArgumentsValidator;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.query.sqm.produce.function.internal.AbstractFunctionArgumentTypeResolver;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.BasicType;
import org.hibernate.type.BindingContext;
import org.jspecify.annotations.Nullable;

/**
 * A function whose first argument is a column: an attribute, or an entity and the name of a column that it does not map.
 */
abstract class ColumnFunction extends AbstractSqmSelfRenderingFunctionDescriptor {
    private static final Pattern PLACE = Pattern.compile("\\?([1-9])(\\.\\.\\.)?");

    private final int leastArguments;
    private final int mostArguments;

    /**
     * @param leastArguments how many there are behind the column
     */
    ColumnFunction(
            String name,
            int leastArguments,
            int mostArguments,
            BasicType<?> returned,
            AbstractFunctionArgumentTypeResolver argumentTypes) {
        super(
                name,
                new ArgumentsValidator() {
                    @Override
                    public void validate(
                            List<? extends SqmTypedNode<?>> arguments, String functionName, BindingContext context) {
                        StandardArgumentsValidators.min(1).validate(arguments, functionName, context);
                    }

                    /** Before the query's joins are written, so that the column's table is among them. */
                    @Override
                    public void validateSqlTypes(List<? extends SqlAstNode> arguments, String functionName) {
                        if (SearchedColumn.isByName(arguments)) {
                            SearchedColumn.of(functionName, arguments);
                        }
                    }
                },
                StandardFunctionReturnTypeResolvers.invariant(returned),
                argumentTypes);
        this.leastArguments = leastArguments;
        this.mostArguments = mostArguments;
    }

    abstract void render(
            SqlAppender sql,
            List<? extends SqlAstNode> column,
            List<? extends SqlAstNode> rest,
            SqlAstTranslator<?> translator);

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        int columnArguments = SearchedColumn.isByName(arguments) ? 2 : 1;
        int given = arguments.size() - columnArguments;
        if (given < leastArguments || given > mostArguments) {
            throw new RowhouseException("Calling " + getName() + " in a query: behind the column it has " + given
                    + (given == 1 ? " argument" : " arguments") + ". Give it " + leastArguments
                    + (mostArguments == leastArguments ? "" : " to " + mostArguments) + ".");
        }
        render(
                sql,
                arguments.subList(0, columnArguments),
                arguments.subList(columnArguments, arguments.size()),
                translator);
    }

    /**
     * Renders a template in which {@code ?1} is the column, {@code ?2} the first argument behind it, {@code ?2...} that and all
     * that follow, each with a comma in front.
     */
    static void render(
            String template,
            SqlAppender sql,
            SqlAstNode column,
            List<? extends SqlAstNode> rest,
            SqlAstTranslator<?> translator) {
        Matcher place = PLACE.matcher(template);
        int done = 0;
        while (place.find()) {
            sql.append(template.substring(done, place.start()));
            int number = Integer.parseInt(place.group(1));
            if (number == 1) {
                column.accept(translator);
            } else if (place.group(2) == null) {
                rest.get(number - 2).accept(translator);
            } else {
                for (SqlAstNode each : rest.subList(Math.min(number - 2, rest.size()), rest.size())) {
                    sql.append(", ");
                    each.accept(translator);
                }
            }
            done = place.end();
        }
        sql.append(template.substring(done));
    }
}
