package dev.rowhouse.hibernate.internal.tables;

import dev.rowhouse.hibernate.internal.sql.SqlToken;
import dev.rowhouse.hibernate.internal.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The condition of a policy as PostgreSQL prints it. It is read for what makes it hold for other tenants' rows too: that it does
 * not look at the tenant, or that another condition beside it is joined by OR.
 */
final class PolicyCondition {
    /** What a condition may say of a column without comparing it. */
    private static final Set<String> NO_COMPARISON = Set.of("is", "not", "null", "true", "false");

    private final List<SqlToken> tokens;

    PolicyCondition(String text) {
        this.tokens = SqlToken.tokens(text);
    }

    /** Whether each way to satisfy it compares a column with something. */
    boolean restricts(String column) {
        return alternatives(tokens).stream().allMatch(each -> compares(each, column));
    }

    /** Whether it looks at the row, or at anything, at all. */
    boolean isConstant() {
        return tokens.stream().noneMatch(token -> token.isName() && !NO_COMPARISON.contains(token.text()));
    }

    private static boolean compares(List<SqlToken> condition, String column) {
        List<SqlToken> rest = condition.stream()
                .filter(token ->
                        token.kind() != Kind.SYMBOL || !Set.of("(", ")").contains(token.text()))
                .filter(token -> !NO_COMPARISON.contains(token.text()))
                .toList();
        return rest.stream().anyMatch(token -> isColumn(token, column)) && rest.size() > 1;
    }

    private static boolean isColumn(SqlToken token, String column) {
        return token.isName() && token.text().equals(column);
    }

    /** What OR joins outermost. PostgreSQL puts parentheses around each operation. */
    private static List<List<SqlToken>> alternatives(List<SqlToken> condition) {
        List<SqlToken> bare = withoutParentheses(condition);
        List<List<SqlToken>> found = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < bare.size(); i++) {
            depth += depthOf(bare.get(i));
            if (depth == 0 && bare.get(i).is("or")) {
                found.addAll(alternatives(bare.subList(start, i)));
                start = i + 1;
            }
        }
        if (start == 0) {
            return List.of(bare);
        }
        found.addAll(alternatives(bare.subList(start, bare.size())));
        return found;
    }

    private static List<SqlToken> withoutParentheses(List<SqlToken> condition) {
        int depth = 0;
        for (int i = 0; i < condition.size(); i++) {
            depth += depthOf(condition.get(i));
            if (depth == 0 && i < condition.size() - 1) {
                return condition;
            }
        }
        return condition.isEmpty() || !condition.get(0).isSymbol("(")
                ? condition
                : withoutParentheses(condition.subList(1, condition.size() - 1));
    }

    private static int depthOf(SqlToken token) {
        return token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
    }
}
