package dev.rowhouse.sql;

/**
 * Where the pieces of an SQL text end, after the rules of PostgreSQL (chapter "Lexical Structure", with
 * {@code standard_conforming_strings} on, its default). Whoever reads a text asks here, so that all agree on what is
 * a string and what is not.
 *
 * <p>Each method takes the text and the index at which the piece begins. What is not closed ends with the text.
 *
 * @since 0.1
 */
public final class SqlLexis {
    private SqlLexis() {}

    /**
     * Skips white space, and a comment. Comments between {@code /*} and its end nest.
     *
     * @param sql the text
     * @param at an index in it
     * @return the index behind the white space or the comment that begins there, or {@code at} if none does
     */
    public static int afterSpace(String sql, int at) {
        char c = sql.charAt(at);
        if (c <= ' ') {
            return at + 1;
        }
        if (c == '-' && next(sql, at) == '-') {
            return afterLine(sql, at);
        }
        if (c == '/' && next(sql, at) == '*') {
            return afterComment(sql, at);
        }
        return at;
    }

    private static int afterLine(String sql, int at) {
        int end = at + 2;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int afterComment(String sql, int at) {
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

    /**
     * Tells whether a string begins in which a backslash escapes the next character: {@code E'…'}.
     *
     * @param sql the text
     * @param at the index of its first character
     * @return whether one does
     */
    public static boolean isEscapeString(String sql, int at) {
        return (sql.charAt(at) == 'e' || sql.charAt(at) == 'E') && next(sql, at) == '\'';
    }

    /**
     * Skips a string or a quoted name, in which the quote is written twice.
     *
     * @param sql the text
     * @param at the index of the opening quote, whichever that is
     * @return the index behind the closing one
     */
    public static int afterQuoted(String sql, int at) {
        return afterQuoted(sql, at, false);
    }

    /**
     * Skips a string with backslashes.
     *
     * @param sql the text
     * @param at the index of its {@code E}
     * @return the index behind its closing quote
     */
    public static int afterEscapeString(String sql, int at) {
        return afterQuoted(sql, at + 1, true);
    }

    private static int afterQuoted(String sql, int at, boolean backslashes) {
        char quote = sql.charAt(at);
        int end = at + 1;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (backslashes && c == '\\') {
                end += 2;
            } else if (c != quote) {
                end++;
            } else if (next(sql, end) == quote) {
                end += 2;
            } else {
                return end + 1;
            }
        }
        return sql.length();
    }

    /**
     * Finds the tag of a string between dollar signs, {@code $$} or {@code $name$}.
     *
     * @param sql the text
     * @param at the index of a dollar sign
     * @return how long the tag is, with its dollar signs, or 0 if no such string begins there
     */
    public static int dollarTag(String sql, int at) {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        return end < sql.length() && sql.charAt(end) == '$' && !isDigit(sql.charAt(at + 1)) ? end + 1 - at : 0;
    }

    /**
     * Skips a string between dollar signs, or a dollar sign that begins none.
     *
     * @param sql the text
     * @param at the index of a dollar sign
     * @return the index behind the closing tag, or behind the dollar sign
     */
    public static int afterDollar(String sql, int at) {
        int tag = dollarTag(sql, at);
        if (tag == 0) {
            return at + 1;
        }
        int close = sql.indexOf(sql.substring(at, at + tag), at + tag);
        return close < 0 ? sql.length() : close + tag;
    }

    /**
     * Skips a word or a number: letters, digits, underscores and dollar signs.
     *
     * @param sql the text
     * @param at the index of its first character
     * @return the index behind it
     */
    public static int afterWord(String sql, int at) {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Tells whether a key word or a name without quotes may begin with a character. Everything outside ASCII may.
     *
     * @param c the character
     * @return whether it may
     */
    public static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static char next(String sql, int at) {
        return at + 1 < sql.length() ? sql.charAt(at + 1) : '\0';
    }
}
