package dev.rowhouse.samples.tasks.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file: a {@code NAME=value} a line.
 *
 * <pre>
 * # a comment
 * export PORT=8080            # export is allowed and means nothing
 * DATABASE_URL='postgresql://tasks:p@ss#1@localhost/tasks'
 * GREETING="two words, \"quoted\", and a \\n line break"
 * </pre>
 *
 * <p>Without quotes, a value ends before a {@code #} that follows a space. In single quotes everything stands for itself;
 * in double quotes a backslash has a meaning before n, r, t, $, " and itself. Nothing is expanded: a $ is a $.
 */
record DotEnv(String name, Map<String, Entry> entries) {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([^=\\s]*)\\s*(=?)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern COMMENT_AFTER_VALUE = Pattern.compile("\\s+#.*");

    /** A value and where it stands, counted from 1. */
    record Entry(String value, int line) {}

    static DotEnv none() {
        return new DotEnv(".env", Map.of());
    }

    static DotEnv read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "Reading " + file, List.of("it is not a text in UTF-8. Save it in that encoding."));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Reading " + file,
                    List.of("the file cannot be read (" + e.getClass().getSimpleName()
                            + "). Check that it is there and that this user may read it."));
        }
    }

    /** Parses a text. Findings name lines and names, but no values: any of them may be a password. */
    static DotEnv parse(String name, String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> findings = new ArrayList<>();
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    add(entries, line, i + 1);
                } catch (LineException e) {
                    findings.add("line " + (i + 1) + " " + e.getMessage());
                }
            }
        }
        if (!findings.isEmpty()) {
            throw new ConfigurationException("Reading " + name, findings);
        }
        return new DotEnv(name, entries);
    }

    private static void add(Map<String, Entry> entries, String line, int number) throws LineException {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || parts.group(2).isEmpty()) {
            throw new LineException("has no \"=\" after its name. Write NAME=value, or put a # before a comment.");
        }
        String name = parts.group(1);
        if (!NAME.matcher(name).matches()) {
            throw new LineException("does not begin with a name: letters, digits and _, no digit first, then \"=\".");
        }
        Entry before = entries.putIfAbsent(name, new Entry(value(name, parts.group(3)), number));
        if (before != null) {
            throw new LineException("sets " + name + " again, after line " + before.line() + ". Keep one of the two.");
        }
    }

    private static String value(String name, String text) throws LineException {
        if (text.startsWith("'")) {
            int end = text.indexOf('\'', 1);
            requireNothingAfter(name, text, end);
            return text.substring(1, end);
        }
        if (text.startsWith("\"")) {
            return unescaped(name, text);
        }
        return text.startsWith("#") ? "" : COMMENT_AFTER_VALUE.matcher(text).replaceFirst("");
    }

    private static String unescaped(String name, String text) throws LineException {
        StringBuilder value = new StringBuilder();
        int i = 1;
        for (; i < text.length() && text.charAt(i) != '"'; i++) {
            char character = text.charAt(i);
            if (character != '\\') {
                value.append(character);
                continue;
            }
            i++;
            char escaped = i < text.length() ? text.charAt(i) : ' ';
            switch (escaped) {
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case '"', '\\', '$' -> value.append(escaped);
                default ->
                    throw new LineException("has a backslash in the value of " + name + " that means nothing. In double"
                            + " quotes write \\\\ for a backslash, or use single quotes.");
            }
        }
        requireNothingAfter(name, text, i < text.length() ? i : -1);
        return value.toString();
    }

    private static void requireNothingAfter(String name, String text, int end) throws LineException {
        if (end < 0) {
            throw new LineException("opens a quotation mark in the value of " + name
                    + " that is not closed. Close it on the same line; \\n in double quotes is a line break.");
        }
        String rest = text.substring(end + 1).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new LineException("has more after the closing quotation mark of " + name
                    + ". Put all of the value inside the quotation marks.");
        }
    }

    /** What is wrong with a line, as the rest of a sentence. */
    private static final class LineException extends Exception {
        private static final long serialVersionUID = 1L;

        LineException(String message) {
            super(message);
        }
    }
}
