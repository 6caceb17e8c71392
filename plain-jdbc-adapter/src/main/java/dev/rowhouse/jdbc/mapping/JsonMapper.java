package dev.rowhouse.jdbc.mapping;

import java.lang.reflect.Type;

/**
 * Turns {@code json} and {@code jsonb} values into objects and back. {@link JacksonJsonMapper} does it with Jackson 3; an
 * application that has another library implements the three methods.
 *
 * <p>Implementations are safe for use by many threads. They throw an unchecked exception for what they cannot read or
 * write, and name no values in its message.
 *
 * @since 0.1
 */
public interface JsonMapper {
    /**
     * Reads a JSON text.
     *
     * @param json the text
     * @param type a class, or a type with its arguments such as that of a component {@code Map<String, Integer>}
     * @return an object of that type
     */
    Object read(String json, Type type);

    /**
     * Writes a value as JSON text.
     *
     * @param value a record, a map, a collection, an array or one of the library's own trees
     * @return the text
     */
    String write(Object value);

    /**
     * Answers whether a class is one of the library's own trees, as Jackson's {@code JsonNode}. Such values are bound as
     * JSON, as records and maps are.
     *
     * @param type the class of a value
     * @return whether it is a tree
     */
    boolean isTree(Class<?> type);
}
