package dev.rowhouse.hibernate.internal.sql;

import dev.rowhouse.sql.SqlLexis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
                int afterSpace = SqlLexis.afterSpace(sql, at);
                if (afterSpace > at) {
                    at = afterSpace;
                } else {
                    read(sql.charAt(at));
                }
            }
            return tokens;
        }

        private void read(char c) {
            if (c == '\'') {
                quoted(Kind.STRING, at, SqlLexis.afterQuoted(sql, at));
            } else if (c == '"') {
                quoted(Kind.QUOTED_NAME, at, SqlLexis.afterQuoted(sql, at));
            } else if (SqlLexis.isEscapeString(sql, at)) {
                quoted(Kind.STRING, at + 1, SqlLexis.afterEscapeString(sql, at));
            } else if (c == '$' && SqlLexis.dollarTag(sql, at) > 0) {
                dollarQuoted(SqlLexis.dollarTag(sql, at), SqlLexis.afterDollar(sql, at));
            } else if (SqlLexis.isWordStart(c)) {
                int end = SqlLexis.afterWord(sql, at);
                add(Kind.WORD, sql.substring(at, end).toLowerCase(Locale.ROOT), end);
            } else {
                add(Kind.SYMBOL, sql.substring(at, at + 1), at + 1);
            }
        }

        private void quoted(Kind kind, int open, int end) {
            char quote = sql.charAt(open);
            int close = end > open + 1 && sql.charAt(end - 1) == quote ? end - 1 : end;
            add(kind, sql.substring(open + 1, close).replace("" + quote + quote, "" + quote), end);
        }

        private void dollarQuoted(int tag, int end) {
            int from = at + tag;
            boolean closed = end - tag >= from && sql.startsWith(sql.substring(at, from), end - tag);
            add(Kind.STRING, sql.substring(from, closed ? end - tag : end), end);
        }

        private void add(Kind kind, String text, int end) {
            tokens.add(new SqlToken(kind, text, at, end));
            at = end;
        }
    }
}
