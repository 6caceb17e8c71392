package dev.rowhouse.hibernate.internal.search;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.FunctionContributor;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.type.BasicType;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.StandardBasicTypes;

/**
 * Registers the functions {@code …_search}, which look into the index of {@code rowhouse.make_searchable}, and those that
 * PostgreSQL evaluates row by row. Hibernate finds this class by itself.
 *
 * <p>In the templates {@code ?1} is the searched column and the others follow.
 */
public final class SearchFunctions implements FunctionContributor {
    /** The condition that a value is one of an array's, which is one parameter however long it is. */
    public static final String ANY_OF = "rowhouse_any_of";

    private static final String TSQUERY = "websearch_to_tsquery(cast(?2 as regconfig), ?3)";
    private static final String HEADLINE = "ts_headline(cast(?2 as regconfig), ?1, " + TSQUERY + "?4...)";

    /** Creates it; Hibernate does this. */
    public SearchFunctions() {}

    /** Comes before the contributors of the application, whose functions of the same names then count. */
    @Override
    public int ordinal() {
        return 500;
    }

    @Override
    public void contributeFunctions(FunctionContributions contributions) {
        if (!(contributions.getDialect() instanceof PostgreSQLDialect)) {
            return;
        }
        BasicTypeRegistry types = contributions.getTypeConfiguration().getBasicTypeRegistry();
        BasicType<?> bool = requireNonNull(types.resolve(StandardBasicTypes.BOOLEAN));
        BasicType<?> real = requireNonNull(types.resolve(StandardBasicTypes.FLOAT));
        BasicType<?> text = requireNonNull(types.resolve(StandardBasicTypes.STRING));
        BasicType<?> number = requireNonNull(types.resolve(StandardBasicTypes.INTEGER));
        IndexedColumns indexed = new IndexedColumns();
        SqmFunctionRegistry functions = contributions.getFunctionRegistry();

        List.of(
                        new IndexSearch(indexed, "text_search", "tsquery", TSQUERY, 2, bool, text, number),
                        new IndexSearch(indexed, "json_search", "jsonb", "cast(?2 as jsonb)", 1, bool, text, number),
                        new IndexSearch(indexed, "fuzzy_search", "text", "cast(?2 as text)", 1, bool, text, number),
                        new RowFunction("text_matches", "(?1 @@ " + TSQUERY + ")", 2, 2, bool, text),
                        new RowFunction("text_rank", "ts_rank_cd(?1, " + TSQUERY + ")", 2, 2, real, text),
                        new RowFunction("text_headline", HEADLINE, 2, 3, text, text),
                        new RowFunction("json_contains", "(?1 @> cast(?2 as jsonb))", 1, 1, bool, text),
                        new RowFunction("json_text", "jsonb_extract_path_text(?1?2...)", 1, 99, text, text),
                        new RowFunction("fuzzy_matches", "(?1 %> cast(?2 as text))", 1, 1, bool, text),
                        new RowFunction("fuzzy_rank", "word_similarity(cast(?2 as text), ?1)", 1, 1, real, text))
                .forEach(function -> functions.register(function.getName(), function));

        functions
                .patternDescriptorBuilder(ANY_OF, "?1=any(?2)")
                .setInvariantType(bool)
                .setExactArgumentCount(2)
                .register();

        SqlExceptionHelper exceptions = contributions
                .getServiceRegistry()
                .requireService(JdbcServices.class)
                .getSqlExceptionHelper();
        exceptions.setSqlExceptionConverter(indexed.explaining(exceptions.getSqlExceptionConverter()));
    }
}
