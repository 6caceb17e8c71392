package dev.rowhouse.hibernate.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an SQL text, after the rules of PostgreSQL (chapter "Lexical Structure"). Comments and white space are left out.
 *
 * @param kind what it is
 * @param text a word in lower case, a quoted name without its quotes, anything else as it is written
 * @param start where it begins in the SQL text
 * @param end where it has ended
 */
public record SqlToken(Kind kind, String text, int start, int end) {
    /** What a piece of SQL is. */
    public enum Kind {
        /** A key word or a name without quotes. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A literal, in single quotes or between dollar signs. */
        STRING,
        /** One character of anything else. */
        SYMBOL
    }

    /**
     * Whether it is a certain word.
     *
     * @param word in lower case
     * @return whether it is
     */
    public boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /**
     * Whether it is a certain symbol.
     *
     * @param symbol one character
     * @return whether it is
     */
    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /**
     * Whether it may name something.
     *
     * @return whether it may
     */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /**
     * Takes a text apart.
     *
     * @param sql any SQL
     * @return its pieces, in their order
     */
    public static List<SqlToken> tokens(String sql) {
        return new Scanner(sql).scan();
    }

    private static final class Scanner {
        private final String sql;
        private final List<SqlToken> tokens = new ArrayList<>();
        private int at;

        Scanner(String sql) {
            this.sql = sql;
        }

        List<SqlToken> scan() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (Character.isWhitespace(c)) {
                    at++;
                } else if (sql.startsWith("--", at)) {
                    skipLine();
                } else if (sql.startsWith("/*", at)) {
                    skipComment();
                } else if (c == '\'') {
                    quoted('\'', Kind.STRING, at, false);
                } else if (c == '"') {
                    quoted('"', Kind.QUOTED_NAME, at, false);
                } else if (c == '$' && dollarTag() != null) {
                    dollarQuoted();
                } else if (isWordStart(c)) {
                    word();
                } else {
                    add(Kind.SYMBOL, sql.substring(at, at + 1), at, at + 1);
                }
            }
            return tokens;
        }

        private void skipLine() {
            while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
        }

        /** Comments nest. */
        private void skipComment() {
            int depth = 0;
            do {
                if (sql.startsWith("/*", at)) {
                    depth++;
                    at += 2;
                } else if (sql.startsWith("*/", at)) {
                    depth--;
                    at += 2;
                } else {
                    at++;
                }
            } while (depth > 0 && at < sql.length());
        }

        private void quoted(char quote, Kind kind, int start, boolean withBackslashes) {
            StringBuilder text = new StringBuilder();
            at++;
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (c == '\\' && withBackslashes && at + 1 < sql.length()) {
                    text.append(sql, at, at + 2);
                    at += 2;
                } else if (c != quote) {
                    text.append(c);
                    at++;
                } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    text.append(c);
                    at += 2;
                } else {
                    break;
                }
            }
            add(kind, text.toString(), start, Math.min(at + 1, sql.length()));
        }

        private @Nullable String dollarTag() {
            int close = sql.indexOf('$', at + 1);
            if (close < 0) {
                return null;
            }
            for (int i = at + 1; i < close; i++) {
                char c = sql.charAt(i);
                if (!(isWordStart(c) || (i > at + 1 && Character.isDigit(c)))) {
                    return null;
                }
            }
            return sql.substring(at, close + 1);
        }

        private void dollarQuoted() {
            String tag = String.valueOf(dollarTag());
            int close = sql.indexOf(tag, at + tag.length());
            int end = close < 0 ? sql.length() : close + tag.length();
            add(Kind.STRING, sql.substring(at + tag.length(), close < 0 ? end : close), at, end);
        }

        private void word() {
            int start = at;
            while (at < sql.length()
                    && (isWordStart(sql.charAt(at)) || Character.isDigit(sql.charAt(at)) || sql.charAt(at) == '$')) {
                at++;
            }
            String text = sql.substring(start, at).toLowerCase(Locale.ROOT);
            if (text.equals("e") && at < sql.length() && sql.charAt(at) == '\'') {
                quoted('\'', Kind.STRING, start, true);
            } else {
                add(Kind.WORD, text, start, at);
            }
        }

        private void add(Kind kind, String text, int start, int end) {
            tokens.add(new SqlToken(kind, text, start, end));
            at = end;
        }

        private static boolean isWordStart(char c) {
            return c == '_' || c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
    }
}
