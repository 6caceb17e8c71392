package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import dev.rowhouse.sql.SqlLexis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one SQL text means for the tenant context, decided once a text: from its leading keyword, past comments and white
 * space, and from the places where PostgreSQL's lexer sees a semicolon or a question mark.
 *
 * <p>Safe for use by many threads.
 */
final class SqlText {
    /** What the text does to the transaction and to the context that was set in it. */
    enum Effect {
        /** Nothing. */
        NONE,
        /** It may undo the context, so the next statement carries it again. */
        FORGETS,
        /** It begins a transaction. */
        BEGINS,
        /** It ends the transaction. */
        ENDS,
        /** It ends the transaction and begins the next one. */
        CHAINS
    }

    /** Most parameters that a statement of the extended protocol may have, by the width of the field in Bind. */
    private static final int MAX_PARAMETERS = 65_535;

    /**
     * Most statements behind the context. The driver expects 250 bytes of answer from each, and sends a Sync before it
     * expects 64,000: in autocommit that ends the transaction, and the context with it.
     */
    private static final int MAX_CARRIED_STATEMENTS = 200;

    private final String sql;
    private final boolean needsContext;
    private final boolean carrier;
    private final boolean call;
    private final boolean several;
    private final boolean begins;
    private final Effect effect;
    private final int parameters;
    private final int[] questionMarks;
    private final String[] prefixed = new String[4];

    private SqlText(String sql, Scan scan) {
        this.sql = sql;
        this.several = scan.statements > 1;
        this.parameters = scan.parameters;
        this.questionMarks = Arrays.copyOf(scan.marks, scan.markCount);
        this.needsContext = scan.needsContext;
        this.carrier = needsContext
                && parameters + ContextSql.MAX_PARAMETERS <= MAX_PARAMETERS
                && scan.statements <= MAX_CARRIED_STATEMENTS;
        this.call = scan.call;
        this.begins = scan.begins;
        this.effect = several && scan.effect == Effect.NONE ? Effect.FORGETS : scan.effect;
    }

    static SqlText of(String sql) {
        return new SqlText(sql, new Scan(sql));
    }

    String sql() {
        return sql;
    }

    /**
     * Whether the text runs with the tenant context. It does not where a statement in front of it would be an error:
     * what must be first in its transaction, what ends one, what cannot run inside one. A text of several statements runs
     * with it if one of them does.
     */
    boolean needsContext() {
        return needsContext;
    }

    /** Whether the context may stand in front of the text, in the same execution. */
    boolean canCarry() {
        return carrier;
    }

    /** Whether the text calls code that may end the transaction by itself. */
    boolean isCall() {
        return call;
    }

    /** Whether the text holds several statements. */
    boolean isSeveral() {
        return several;
    }

    Effect effect() {
        return effect;
    }

    /** Whether a statement in the text begins a transaction, which another one may end. */
    boolean begins() {
        return begins;
    }

    /** How many parameters the text has when it is prepared. */
    int parameters() {
        return parameters;
    }

    /**
     * The text behind the context, for a prepared statement: its question marks are parameters. No space stands between
     * the two: it would be the first character of the user's text where an error names a position.
     */
    String prepared(ContextSql contextSql, TenantContext context) {
        int parameters = contextSql.parameters(context);
        int slot = parameters - 1;
        String text = prefixed[slot];
        if (text == null) {
            text = contextSql.statement(parameters) + ";" + sql;
            prefixed[slot] = text;
        }
        return text;
    }

    /** The text behind the context, for a plain statement: its question marks are operators. */
    String plain(ContextSql contextSql, TenantContext context) {
        if (questionMarks.length == 0) {
            return prepared(contextSql, context);
        }
        int parameters = contextSql.parameters(context);
        int slot = ContextSql.MAX_PARAMETERS + parameters - 1;
        String text = prefixed[slot];
        if (text == null) {
            text = contextSql.statement(parameters) + ";" + withEscapedQuestionMarks();
            prefixed[slot] = text;
        }
        return text;
    }

    /** The driver reads {@code ??} as the operator {@code ?} and a single one as a parameter. */
    private String withEscapedQuestionMarks() {
        StringBuilder escaped = new StringBuilder(sql.length() + questionMarks.length);
        int from = 0;
        for (int at : questionMarks) {
            escaped.append(sql, from, at).append('?');
            from = at;
        }
        return escaped.append(sql, from, sql.length()).toString();
    }

    /** Reads a text once, as PostgreSQL's lexer does: comments nest, strings are quoted in four ways. */
    private static final class Scan {
        private final String sql;
        private int[] marks = {};
        private int markCount;
        private int parameters;

        /** What all statements of the text come to. */
        private int statements;

        private boolean needsContext;
        private boolean call;
        private boolean begins;
        private Effect effect = Effect.NONE;

        /** The statement that is being read. */
        private final List<String> words = new ArrayList<>(4);

        private boolean empty = true;
        private boolean escaped;
        private int atomicDepth;

        Scan(String sql) {
            this.sql = sql;
            int at = 0;
            while (at < sql.length()) {
                int afterSpace = SqlLexis.afterSpace(sql, at);
                if (afterSpace > at) {
                    at = afterSpace;
                } else if (sql.charAt(at) == ';') {
                    endStatement();
                    at++;
                } else {
                    empty = false;
                    at = afterToken(at, sql.charAt(at));
                }
            }
            atomicDepth = 0;
            endStatement();
        }

        private void endStatement() {
            if (empty || atomicDepth > 0) {
                return;
            }
            statements++;
            Effect does = Effect.NONE;
            boolean needs = true;
            switch (word(0)) {
                case "begin", "start" -> {
                    needs = false;
                    begins = true;
                    does = Effect.BEGINS;
                }
                case "commit", "end" -> {
                    needs = false;
                    does = word(1).equals("prepared") ? Effect.NONE : chains() ? Effect.CHAINS : Effect.ENDS;
                }
                case "rollback", "abort" -> {
                    needs = false;
                    does = word(1).equals("prepared")
                            ? Effect.NONE
                            : words.contains("to") ? Effect.FORGETS : chains() ? Effect.CHAINS : Effect.ENDS;
                }
                case "prepare" -> {
                    needs = false;
                    does = word(1).equals("transaction") ? Effect.ENDS : Effect.NONE;
                }
                case "set" -> {
                    needs = false;
                    does = setsTransaction() ? Effect.NONE : Effect.FORGETS;
                }
                case "reset", "discard" -> {
                    needs = false;
                    does = Effect.FORGETS;
                }
                case "savepoint",
                        "release",
                        "deallocate",
                        "listen",
                        "unlisten",
                        "notify",
                        "show",
                        "close",
                        "vacuum",
                        "cluster",
                        "reindex",
                        "checkpoint",
                        "load" -> needs = false;
                case "create", "drop", "alter" -> needs = !runsAlone();
                case "call", "do" -> {
                    call = true;
                    does = escaped ? Effect.NONE : Effect.FORGETS;
                }
                default -> {}
            }
            needsContext |= needs;
            // the last statement that begins or ends a transaction decides; any other is a doubt at most
            if (does != Effect.NONE && (does != Effect.FORGETS || effect == Effect.NONE)) {
                effect = does;
            }
            words.clear();
            empty = true;
            escaped = false;
        }

        private String word(int index) {
            return index >= 0 && index < words.size() ? words.get(index) : "";
        }

        private boolean chains() {
            int chain = words.indexOf("chain");
            return chain > 0 && !words.get(chain - 1).equals("no");
        }

        private boolean setsTransaction() {
            String second = word(1);
            String third = word(2);
            return second.startsWith("transaction")
                    || (second.equals("session") && third.equals("characteristics"))
                    || ((second.equals("local") || second.equals("session")) && third.startsWith("transaction"));
        }

        private boolean runsAlone() {
            return switch (word(1)) {
                case "database", "tablespace", "subscription", "system" -> true;
                case "index" -> word(2).equals("concurrently");
                case "unique" -> word(3).equals("concurrently");
                case "table" -> words.contains("detach") && words.contains("concurrently");
                default -> false;
            };
        }

        private int afterToken(int at, char c) {
            if (c == '\'' || c == '"') {
                return SqlLexis.afterQuoted(sql, at);
            }
            if (c == '$') {
                return SqlLexis.afterDollar(sql, at);
            }
            if (c == '?') {
                return afterQuestionMark(at);
            }
            if (SqlLexis.isWordStart(c)) {
                return afterWord(at);
            }
            if (Character.isDigit(c)) {
                return SqlLexis.afterWord(sql, at);
            }
            if (words.isEmpty()) {
                if (c == '{') { // the escape {? = call f()} usually becomes a select
                    escaped = true;
                } else if (!escaped) {
                    words.add(String.valueOf(c));
                }
            }
            return at + 1;
        }

        private int afterQuestionMark(int at) {
            if (sql.startsWith("??", at)) {
                return at + 2;
            }
            if (markCount == marks.length) {
                marks = Arrays.copyOf(marks, Math.max(8, markCount * 2));
            }
            marks[markCount++] = at;
            parameters++;
            return at + 1;
        }

        private int afterWord(int at) {
            if (SqlLexis.isEscapeString(sql, at)) {
                return SqlLexis.afterEscapeString(sql, at);
            }
            int end = SqlLexis.afterWord(sql, at);
            if (words.isEmpty() || wantsMoreWords()) {
                String word = sql.substring(at, end).toLowerCase(Locale.ROOT);
                followAtomicBody(word);
                words.add(word);
            }
            return end;
        }

        /** Semicolons between {@code begin atomic} and its {@code end} do not end the statement. */
        private void followAtomicBody(String word) {
            if (atomicDepth > 0) {
                switch (word) {
                    case "case" -> atomicDepth++;
                    case "end" -> atomicDepth--;
                    default -> {}
                }
            } else if (word.equals("atomic") && word(words.size() - 1).equals("begin")) {
                atomicDepth = 1;
            }
        }

        private boolean wantsMoreWords() {
            return switch (words.get(0)) {
                case "begin", "commit", "end", "rollback", "abort", "prepare", "set", "create", "drop", "alter" -> true;
                default -> false;
            };
        }
    }
}
