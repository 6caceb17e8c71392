package dev.rowhouse.samples.blueprints.cli.output;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of arguments as in a shell: blanks separate, quotation marks of either kind keep together. Between double ones a
 * backslash takes the meaning from the next character; between single ones all characters stand for themselves, as JSON wants
 * it.
 */
public final class ArgumentLine {
    private ArgumentLine() {}

    public static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                argument.append(line.charAt(++i));
                begun = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    arguments.add(argument.toString());
                }
                argument.setLength(0);
                begun = false;
            } else {
                argument.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new InvalidInputException(
                    "Reading the line: a quotation mark " + quote + " is not closed. Close it on the same line.");
        }
        if (begun) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
