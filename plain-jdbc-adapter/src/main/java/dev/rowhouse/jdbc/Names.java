package dev.rowhouse.jdbc;

import java.util.Locale;

/** Names of components and of columns: {@code ownerId} and {@code owner_id}. */
final class Names {
    private Names() {}

    /** Writes the name of a component as that of a column. */
    static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)
                    && i > 0
                    && name.charAt(i - 1) != '_'
                    && (!Character.isUpperCase(name.charAt(i - 1))
                            || (i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1))))) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    /** What the name of a component and that of its column have in common: letters and digits, in lower case. */
    static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.indexOf('_') < 0 ? lower : lower.replace("_", "");
    }

    /** A name as an identifier of SQL, quoted where it has to be. */
    static String identifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c == '_' || (c >= 'a' && c <= 'z') || (i > 0 && c >= '0' && c <= '9'))) {
                return quoted(name);
            }
        }
        return name.isEmpty() ? quoted(name) : name;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
