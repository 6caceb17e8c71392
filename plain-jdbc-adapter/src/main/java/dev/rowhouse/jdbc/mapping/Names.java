package dev.rowhouse.jdbc.mapping;

import java.util.Locale;

/**
 * Names of components and of columns: {@code ownerId} and {@code owner_id}.
 *
 * <p>Public for the packages of this adapter only: not API.
 *
 * @since 0.1
 */
public final class Names {
    private Names() {}

    /**
     * Writes the name of a component as that of a column.
     *
     * @param name the component
     * @return the column
     */
    public static String snakeCase(String name) {
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

    /**
     * Writes a name as an identifier of SQL.
     *
     * @param name the name
     * @return the name, quoted where it has to be
     */
    public static String identifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c == '_' || (c >= 'a' && c <= 'z') || (i > 0 && c >= '0' && c <= '9'))) {
                return quoted(name);
            }
        }
        return name.isEmpty() ? quoted(name) : name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
