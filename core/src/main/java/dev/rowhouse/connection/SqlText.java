package dev.rowhouse.connection;

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

    private final String sql;
    private final boolean carrier;
    private final boolean call;
    private final boolean several;
    private final Effect effect;
    private final int parameters;
    private final int[] questionMarks;
    private final String[] prefixed = new String[4];

    private SqlText(String sql, Scan scan) {
        this.sql = sql;
        this.several = scan.several;
        this.parameters = scan.parameters;
        this.questionMarks = Arrays.copyOf(scan.marks, scan.markCount);
        String first = scan.word(0);
        String second = scan.word(1);
        boolean carried = true;
        Effect does = several ? Effect.FORGETS : Effect.NONE;
        switch (first) {
            case "" -> carried = false;
            case "begin", "start" -> {
                carried = false;
                does = Effect.BEGINS;
            }
            case "commit", "end" -> {
                carried = false;
                does = second.equals("prepared") ? Effect.NONE : scan.chains() ? Effect.CHAINS : Effect.ENDS;
            }
            case "rollback", "abort" -> {
                carried = scan.words.contains("to") && several;
                does = second.equals("prepared")
                        ? Effect.NONE
                        : scan.words.contains("to") ? Effect.FORGETS : scan.chains() ? Effect.CHAINS : Effect.ENDS;
            }
            case "prepare" -> {
                carried = several && !second.equals("transaction");
                does = second.equals("transaction") ? Effect.ENDS : does;
            }
            case "set" -> {
                carried = several && !scan.setsTransaction();
                does = scan.setsTransaction() ? does : Effect.FORGETS;
            }
            case "reset", "discard" -> {
                carried = several && first.equals("reset");
                does = Effect.FORGETS;
            }
            case "savepoint", "release", "deallocate", "listen", "unlisten", "notify", "show", "close" ->
                carried = several;
            case "vacuum", "cluster", "reindex", "checkpoint", "load" -> carried = false;
            case "create", "drop", "alter" -> carried = !scan.runsAlone();
            case "call", "do" -> does = Effect.FORGETS;
            default -> {}
        }
        this.carrier = carried && parameters + ContextSql.MAX_PARAMETERS <= MAX_PARAMETERS;
        this.call = first.equals("call") || first.equals("do");
        this.needsContext = carried;
        this.effect = does;
    }

    private final boolean needsContext;

    static SqlText of(String sql) {
        return new SqlText(sql, new Scan(sql));
    }

    String sql() {
        return sql;
    }

    /**
     * Whether the text runs with the tenant context. It does not where a statement in front of it would be an error:
     * what must be first in its transaction, what ends one, what cannot run inside one.
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

    /** How many parameters the text has when it is prepared. */
    int parameters() {
        return parameters;
    }

    /** The text behind the context, for a prepared statement: its question marks are parameters. */
    String prepared(ContextSql contextSql, boolean withActor) {
        int slot = withActor ? 1 : 0;
        String text = prefixed[slot];
        if (text == null) {
            text = contextSql.statement(withActor) + "; " + sql;
            prefixed[slot] = text;
        }
        return text;
    }

    /** The text behind the context, for a plain statement: its question marks are operators. */
    String plain(ContextSql contextSql, boolean withActor) {
        if (questionMarks.length == 0) {
            return prepared(contextSql, withActor);
        }
        int slot = withActor ? 3 : 2;
        String text = prefixed[slot];
        if (text == null) {
            text = contextSql.statement(withActor) + "; " + withEscapedQuestionMarks();
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
        private final List<String> words = new ArrayList<>(4);
        private int[] marks = {};
        private int markCount;
        private int parameters;
        private boolean several;

        Scan(String sql) {
            this.sql = sql;
            boolean ended = false;
            int at = 0;
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (c <= ' ') {
                    at++;
                } else if (c == '-' && next(at) == '-') {
                    at = afterLine(at);
                } else if (c == '/' && next(at) == '*') {
                    at = afterComment(at);
                } else if (c == ';') {
                    ended = true;
                    at++;
                } else {
                    several |= ended;
                    at = afterToken(at, c, ended);
                }
            }
        }

        String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }

        boolean chains() {
            int chain = words.indexOf("chain");
            return chain > 0 && !words.get(chain - 1).equals("no");
        }

        boolean setsTransaction() {
            String second = word(1);
            String third = word(2);
            return second.startsWith("transaction")
                    || (second.equals("session") && third.equals("characteristics"))
                    || ((second.equals("local") || second.equals("session")) && third.startsWith("transaction"));
        }

        boolean runsAlone() {
            return switch (word(1)) {
                case "database", "tablespace", "subscription", "system" -> true;
                default -> words.contains("concurrently");
            };
        }

        private char next(int at) {
            return at + 1 < sql.length() ? sql.charAt(at + 1) : '\0';
        }

        private int afterToken(int at, char c, boolean ended) {
            if (c == '\'') {
                return afterQuoted(at, '\'', false);
            }
            if (c == '"') {
                return afterQuoted(at, '"', false);
            }
            if (c == '$') {
                return afterDollar(at);
            }
            if (c == '?') {
                return afterQuestionMark(at);
            }
            if (Character.isLetter(c) || c == '_') {
                return afterWord(at, ended);
            }
            if (Character.isDigit(c)) {
                return endOfWord(at);
            }
            if (words.isEmpty()) {
                words.add(String.valueOf(c));
            }
            return at + 1;
        }

        private int afterQuestionMark(int at) {
            if (next(at) == '?') {
                return at + 2;
            }
            if (markCount == marks.length) {
                marks = Arrays.copyOf(marks, Math.max(8, markCount * 2));
            }
            marks[markCount++] = at;
            parameters++;
            return at + 1;
        }

        private int afterWord(int at, boolean ended) {
            int end = endOfWord(at);
            if (end == at + 1 && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E') && next(at) == '\'') {
                return afterQuoted(end, '\'', true);
            }
            if (!ended && (words.isEmpty() || wantsMoreWords())) {
                words.add(sql.substring(at, end).toLowerCase(Locale.ROOT));
            }
            return end;
        }

        private boolean wantsMoreWords() {
            return switch (words.get(0)) {
                case "begin", "commit", "end", "rollback", "abort", "prepare", "set", "create", "drop", "alter" -> true;
                default -> false;
            };
        }

        private int endOfWord(int at) {
            int end = at + 1;
            while (end < sql.length() && isWordPart(sql.charAt(end))) {
                end++;
            }
            return end;
        }

        private static boolean isWordPart(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
        }

        private int afterLine(int at) {
            int end = at + 2;
            while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
                end++;
            }
            return end;
        }

        private int afterComment(int at) {
            int depth = 1;
            int end = at + 2;
            while (end < sql.length() && depth > 0) {
                if (sql.startsWith("/*", end)) {
                    depth++;
                    end += 2;
                } else if (sql.startsWith("*/", end)) {
                    depth--;
                    end += 2;
                } else {
                    end++;
                }
            }
            return end;
        }

        private int afterQuoted(int at, char quote, boolean backslashes) {
            int end = at + 1;
            while (end < sql.length()) {
                char c = sql.charAt(end);
                if (backslashes && c == '\\') {
                    end += 2;
                } else if (c != quote) {
                    end++;
                } else if (next(end) == quote) {
                    end += 2;
                } else {
                    return end + 1;
                }
            }
            return end;
        }

        private int afterDollar(int at) {
            int tagEnd = at + 1;
            while (tagEnd < sql.length()
                    && (Character.isLetterOrDigit(sql.charAt(tagEnd)) || sql.charAt(tagEnd) == '_')) {
                tagEnd++;
            }
            if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$' || Character.isDigit(sql.charAt(at + 1))) {
                return at + 1;
            }
            String tag = sql.substring(at, tagEnd + 1);
            int close = sql.indexOf(tag, tagEnd + 1);
            return close < 0 ? sql.length() : close + tag.length();
        }
    }
}
