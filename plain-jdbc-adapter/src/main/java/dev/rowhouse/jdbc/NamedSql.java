package dev.rowhouse.jdbc;

import dev.rowhouse.jdbc.mapping.Names;
import dev.rowhouse.sql.SqlLexis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SQL text with named parameters, read once, and the text that the driver gets for it.
 *
 * <p>{@code :name} is a parameter. Casts ({@code ::text}), slices ({@code a[1:2]}), {@code :=}, literals, quoted names and
 * comments are left alone. A {@code ?} is an operator and is written as {@code ??} for the driver.
 *
 * <p>Safe for use by many threads.
 */
final class NamedSql {
    /** Most parameters of a statement, by the width of the field in PostgreSQL's Bind message. */
    static final int MAX_PARAMETERS = 65_535;

    private final String text;
    private final List<String> names;
    private final Map<String, Integer> indexes;
    private final boolean[] inList;
    private final boolean[] json;

    /** The text between the parameters; one longer than the list of parameters. */
    private final List<String> pieces;

    /** The index of each parameter's name. */
    private final int[] parameters;

    private final boolean returning;
    private final boolean several;

    /** Where the semicolon is that ends the statement, or -1. */
    private final int end;

    private final String sql;
    private volatile @Nullable Rendered lastRendered;

    private NamedSql(String text, Scan scan) {
        this.text = text;
        this.names = List.copyOf(scan.names.keySet());
        this.indexes = Map.copyOf(scan.names);
        this.inList = new boolean[names.size()];
        scan.inList.forEach(index -> inList[index] = true);
        this.json = new boolean[names.size()];
        Arrays.fill(json, true);
        scan.notJson.forEach(index -> json[index] = false);
        this.parameters = scan.parameters.stream().mapToInt(Integer::intValue).toArray();
        this.pieces = List.copyOf(scan.pieces);
        this.returning = scan.returning;
        this.several = scan.several;
        this.end = scan.end;
        this.sql = render(new BitSet());
    }

    static NamedSql of(String text) {
        Scan scan = new Scan(text);
        if (scan.parameters.size() > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "Preparing a statement: it has " + scan.parameters.size()
                            + " parameters, and PostgreSQL takes at most " + MAX_PARAMETERS
                            + ". Bind a list as one array, \"= any(:ids)\" or \"unnest(:ids)\", or send the rows with batch(...).");
        }
        return new NamedSql(text, scan);
    }

    /** The text as it was written. */
    String text() {
        return text;
    }

    /** The names of the parameters, each once. */
    List<String> names() {
        return names;
    }

    /** The index of a name, or -1. */
    int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /** The index of each parameter's name, in the order of the parameters. */
    int[] parameters() {
        return parameters;
    }

    /** Whether a name stands alone in the list of an {@code in}, where an array cannot. */
    boolean isInList(int name) {
        return inList[name];
    }

    /** Whether a name is cast to JSON wherever it stands, so that a list bound to it is no array. */
    boolean isJson(int name) {
        return json[name];
    }

    /**
     * The text with a {@code returning} at its end.
     *
     * @throws IllegalStateException if it has one already, or holds several statements
     */
    String returning(List<String> columns) {
        if (returning || several) {
            throw new IllegalStateException("Adding \"returning\" to a statement: "
                    + (returning ? "it has one already. Call map(...)" : "the text holds several. Run them one by one")
                    + ". Statement: " + text);
        }
        StringBuilder extended = new StringBuilder(end < 0 ? text : text.substring(0, end)).append("\nreturning ");
        for (int i = 0; i < columns.size(); i++) {
            extended.append(i == 0 ? "" : ", ").append(Names.identifier(columns.get(i)));
        }
        return extended.toString();
    }

    /** The text for the driver. */
    String sql() {
        return sql;
    }

    /** The text for the driver, with casts of some of the names to that type. */
    String sql(BitSet intervals) {
        if (intervals.isEmpty()) {
            return sql;
        }
        Rendered last = lastRendered;
        if (last == null || !last.intervals.equals(intervals)) {
            last = new Rendered((BitSet) intervals.clone(), render(intervals));
            lastRendered = last;
        }
        return last.sql;
    }

    private String render(BitSet intervals) {
        StringBuilder rendered = new StringBuilder(text.length() + 16);
        for (int i = 0; i < parameters.length; i++) {
            rendered.append(pieces.get(i)).append(intervals.get(parameters[i]) ? "?::interval" : "?");
        }
        return rendered.append(pieces.get(parameters.length)).toString();
    }

    private record Rendered(BitSet intervals, String sql) {}

    /** Remembers texts, for one template. When it is full it is emptied: reading a text again costs microseconds. */
    static final class Cache {
        private static final int MAX_TEXTS = 2_048;
        private static final int MAX_LENGTH = 16_384;

        private final ConcurrentHashMap<String, NamedSql> texts = new ConcurrentHashMap<>();

        long size() {
            return texts.mappingCount();
        }

        NamedSql of(String text) {
            NamedSql known = texts.get(text);
            if (known != null) {
                return known;
            }
            NamedSql read = NamedSql.of(text);
            if (text.length() <= MAX_LENGTH) {
                if (texts.mappingCount() >= MAX_TEXTS) {
                    texts.clear();
                }
                texts.put(text, read);
            }
            return read;
        }
    }

    /** Reads a text as PostgreSQL's lexer does: comments nest, strings are quoted in four ways. */
    private static final class Scan {
        /** Words after which an expression begins, so that a colon behind them begins a parameter, in brackets too. */
        private static final Set<String> BEFORE_EXPRESSION = Set.of(
                "all",
                "and",
                "any",
                "between",
                "by",
                "case",
                "distinct",
                "else",
                "from",
                "ilike",
                "in",
                "is",
                "like",
                "not",
                "on",
                "or",
                "select",
                "similar",
                "some",
                "then",
                "to",
                "when",
                "where");

        private static final Pattern JSON_CAST =
                Pattern.compile("\\s*::\\s*jsonb?(?![\\w$])(?!\\s*\\[)", Pattern.CASE_INSENSITIVE);

        private static final Set<String> BEGINS_QUERY = Set.of("select", "with", "values", "table");

        private final String sql;
        private final Map<String, Integer> names = new LinkedHashMap<>();
        private final List<Integer> parameters = new ArrayList<>();
        private final List<Integer> inList = new ArrayList<>();
        private final List<Integer> notJson = new ArrayList<>();
        private final List<String> pieces = new ArrayList<>();
        private final StringBuilder piece = new StringBuilder();
        private final List<Bracket> open = new ArrayList<>();
        private boolean returning;
        private boolean several;

        /** The token before: a word in lower case, or the last character of anything else. */
        private String before = "";

        private int end = -1;

        /** How much of the text is in the pieces. */
        private int copied;

        Scan(String sql) {
            this.sql = sql;
            int at = 0;
            while (at < sql.length()) {
                at = read(at);
            }
            piece.append(sql, copied, sql.length());
            pieces.add(piece.toString());
        }

        private int read(int at) {
            int afterSpace = SqlLexis.afterSpace(sql, at);
            if (afterSpace > at) {
                return afterSpace;
            }
            char c = sql.charAt(at);
            if (c == ';') {
                end = end < 0 ? at : end;
                return at + 1;
            }
            several |= end >= 0;
            return switch (c) {
                case '\'', '"' -> after(SqlLexis.afterQuoted(sql, at), String.valueOf(c));
                case '$' -> after(SqlLexis.afterDollar(sql, at), "$");
                case '?' -> questionMark(at);
                case ':' -> colon(at);
                case '(', '[' -> opened(at, c);
                case ')', ']' -> closed(at, c);
                default ->
                    SqlLexis.isWordStart(c)
                            ? word(at)
                            : Character.isDigit(c) ? after(SqlLexis.afterWord(sql, at), "0") : symbol(at, c);
            };
        }

        private int after(int end, String token) {
            before = token;
            touch();
            return end;
        }

        private int symbol(int at, char c) {
            return after(at + 1, String.valueOf(c));
        }

        /** Notes that the innermost parenthesis has something in it. */
        private void touch() {
            if (!open.isEmpty()) {
                open.get(open.size() - 1).touched = true;
            }
        }

        private int opened(int at, char c) {
            boolean in = c == '(' && before.equals("in");
            touch();
            open.add(new Bracket(c, in));
            before = String.valueOf(c);
            return at + 1;
        }

        private int closed(int at, char c) {
            if (!open.isEmpty()) {
                open.remove(open.size() - 1);
            }
            before = String.valueOf(c);
            return at + 1;
        }

        private int questionMark(int at) {
            boolean doubled = next(at) == '?';
            piece.append(sql, copied, at).append("??");
            copied = at + (doubled ? 2 : 1);
            return after(copied, "?");
        }

        private int colon(int at) {
            char next = next(at);
            if (next == ':') {
                return after(at + 2, "::");
            }
            if (next == '=') {
                return after(at + 2, ":=");
            }
            if (!SqlLexis.isWordStart(next) || isSlice()) {
                return after(at + 1, ":");
            }
            int end = endOfName(at + 1);
            String name = sql.substring(at + 1, end);
            Integer known = names.get(name);
            int index = known == null ? names.size() : known;
            if (known == null) {
                names.put(name, index);
            }
            parameters.add(index);
            if (!open.isEmpty() && open.get(open.size() - 1).isList()) {
                inList.add(index);
            }
            if (!JSON_CAST.matcher(sql).region(end, sql.length()).lookingAt()) {
                notJson.add(index);
            }
            piece.append(sql, copied, at);
            pieces.add(piece.toString());
            piece.setLength(0);
            copied = end;
            return after(end, "parameter");
        }

        /** In {@code a[lo:hi]} the colon is behind an expression, in {@code a[:i]} it is not. */
        private boolean isSlice() {
            if (open.isEmpty() || open.get(open.size() - 1).character != '[') {
                return false;
            }
            char last = before.charAt(before.length() - 1);
            return (Character.isLetterOrDigit(last) || "_)]\"'$".indexOf(last) >= 0)
                    && !BEFORE_EXPRESSION.contains(before);
        }

        private int word(int at) {
            if (SqlLexis.isEscapeString(sql, at)) {
                return after(SqlLexis.afterEscapeString(sql, at), "'");
            }
            int end = SqlLexis.afterWord(sql, at);
            String word = sql.substring(at, end).toLowerCase(java.util.Locale.ROOT);
            if (open.isEmpty() && word.equals("returning") && !before.equals(".")) {
                returning = true;
            }
            if (!open.isEmpty()) {
                Bracket innermost = open.get(open.size() - 1);
                if (!innermost.touched && BEGINS_QUERY.contains(word)) {
                    innermost.query = true;
                }
            }
            return after(end, word);
        }

        private char next(int at) {
            return at + 1 < sql.length() ? sql.charAt(at + 1) : '\0';
        }

        private int endOfName(int at) {
            int end = at + 1;
            while (end < sql.length()
                    && (SqlLexis.isWordStart(sql.charAt(end)) || Character.isDigit(sql.charAt(end)))) {
                end++;
            }
            return end;
        }
    }

    /** A parenthesis or bracket that is open. */
    private static final class Bracket {
        private final char character;
        private final boolean in;
        private boolean touched;
        private boolean query;

        Bracket(char character, boolean in) {
            this.character = character;
            this.in = in;
        }

        boolean isList() {
            return in && !query;
        }
    }
}
