package dev.rowhouse.hibernate.internal.search;

import dev.rowhouse.RowhouseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.EntityValuedModelPart;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.query.sqm.sql.internal.AbstractSqmPathInterpretation;
import org.hibernate.query.sqm.sql.internal.BasicValuedPathInterpretation;
import org.hibernate.query.sqm.sql.internal.EntityValuedPathInterpretation;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.from.TableGroup;
import org.hibernate.sql.ast.tree.from.TableReference;

/**
 * A column of an entity's table in a query.
 *
 * @param path how the query came to it
 * @param entity whose it is
 * @param table its table as the mapping has it, with the schema if there is one
 * @param name its name, without quotes
 * @param column the column in the query
 */
record SearchedColumn(
        AbstractSqmPathInterpretation<?> path,
        EntityMappingType entity,
        String table,
        String name,
        ColumnReference column) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern PART = Pattern.compile("\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** Whether the arguments begin with an entity and the name of a column instead of an attribute. */
    static boolean isByName(List<? extends SqlAstNode> arguments) {
        return arguments.get(0) instanceof EntityValuedPathInterpretation;
    }

    /**
     * Finds the column.
     *
     * @throws RowhouseException if the arguments name none
     */
    static SearchedColumn of(String function, List<? extends SqlAstNode> arguments) {
        if (arguments.get(0) instanceof BasicValuedPathInterpretation<?> attribute
                && attribute.getExpressionType() instanceof BasicValuedModelPart part
                && part.findContainingEntityMapping() != null
                && !part.isFormula()) {
            EntityMappingType entity = entity(attribute, part.findContainingEntityMapping());
            return new SearchedColumn(
                    attribute,
                    entity,
                    table(entity, part.getContainingTableExpression()),
                    unquoted(part.getSelectionExpression()),
                    attribute.getColumnReference());
        }
        if (arguments.get(0) instanceof EntityValuedPathInterpretation<?> entity) {
            return byName(function, entity, arguments);
        }
        throw new RowhouseException(
                "Calling " + function + " in a query: its first argument is no attribute with a column of"
                        + " its own. Give it such an attribute, or an entity and the name of a column that it does not map.");
    }

    private static SearchedColumn byName(
            String function, EntityValuedPathInterpretation<?> entity, List<? extends SqlAstNode> arguments) {
        if (arguments.size() < 2
                || !(arguments.get(1) instanceof Literal literal)
                || !(literal.getLiteralValue() instanceof String name)) {
            throw new RowhouseException(
                    "Calling " + function + " in a query: the name of the column is no literal. Write it"
                            + " into the query, in single quotes, or give an attribute instead of entity and column.");
        }
        if (!NAME.matcher(name).matches()) {
            throw new RowhouseException(
                    "Calling " + function + " in a query: the name of the column is no plain identifier."
                            + " Give it letters, digits, underscores and dollar signs only, or map the column and give the attribute.");
        }
        EntityMappingType mapping = entity.getExpressionType().getEntityMappingType();
        SelectableMapping key = mapping.getIdentifierMapping().getSelectable(0);
        TableReference table = reference(entity, key);
        return new SearchedColumn(
                entity,
                mapping,
                table(mapping, key.getContainingTableExpression()),
                name,
                new ColumnReference(table, quoted(name), false, null, key.getJdbcMapping()));
    }

    /** What the query asks for, which may be below the entity that declares the attribute. */
    private static EntityMappingType entity(BasicValuedPathInterpretation<?> attribute, EntityMappingType declaring) {
        return attribute.getTableGroup().getModelPart() instanceof EntityValuedModelPart asked
                ? asked.getEntityMappingType()
                : declaring;
    }

    /** Of tables for each class the attribute knows only the first; for several classes it is a query in parentheses. */
    private static String table(EntityMappingType entity, String declared) {
        return entity.getEntityPersister() instanceof UnionSubclassEntityPersister union
                ? union.getTableName()
                : declared;
    }

    private static TableReference reference(AbstractSqmPathInterpretation<?> path, SelectableMapping selectable) {
        TableGroup group = path.getTableGroup();
        return group.resolveTableReference(path.getNavigablePath(), selectable.getContainingTableExpression());
    }

    /** The entity's key in the query. */
    ColumnReference key(String function) {
        if (table.startsWith("(")) {
            throw new RowhouseException("Calling " + function + " in a query: the rows of " + entity.getEntityName()
                    + " are in several tables. Query one of its subclasses.");
        }
        EntityIdentifierMapping key = entity.getIdentifierMapping();
        if (key.getJdbcTypeCount() != 1) {
            throw new RowhouseException("Calling " + function + " in a query: the key of " + entity.getEntityName()
                    + " has " + key.getJdbcTypeCount()
                    + " columns. Map the one that tells its rows apart within a tenant as @Id.");
        }
        SelectableMapping selectable = key.getSelectable(0);
        return new ColumnReference(reference(path, selectable), selectable);
    }

    /** The function that {@code rowhouse.make_searchable} makes for the column, in the schema of the table. */
    String searchFunction() {
        List<String> parts = parts();
        String last = quoted(parts.get(parts.size() - 1) + "_" + name + "_ids");
        return parts.size() == 1 ? last : quoted(parts.get(parts.size() - 2)) + "." + last;
    }

    /** The name of the function alone, as PostgreSQL has it in messages. */
    String searchFunctionName() {
        List<String> parts = parts();
        return parts.get(parts.size() - 1) + "_" + name + "_ids";
    }

    private List<String> parts() {
        return PART.matcher(table).results().map(each -> unquoted(each.group())).toList();
    }

    private static String unquoted(String identifier) {
        return identifier.startsWith("\"")
                ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier.toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
