package dev.rowhouse.jdbc.mapping;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.ObjectMapper;

/**
 * JSON by Jackson 3 ({@code tools.jackson.core:jackson-databind}), which the application brings.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class JacksonJsonMapper implements JsonMapper {
    private final ObjectMapper mapper;

    /** Creates a mapper with Jackson's defaults. */
    public JacksonJsonMapper() {
        this(tools.jackson.databind.json.JsonMapper.shared());
    }

    /**
     * Creates a mapper that reads and writes as the application does elsewhere.
     *
     * @param mapper Jackson's mapper
     */
    public JacksonJsonMapper(ObjectMapper mapper) {
        this.mapper = requireNonNull(mapper, "mapper");
    }

    @Override
    public Object read(String json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (JacksonException e) {
            throw failure("Reading JSON as " + type.getTypeName(), e);
        }
    }

    @Override
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException e) {
            throw failure("Writing " + value.getClass().getName() + " as JSON", e);
        }
    }

    @Override
    public boolean isTree(Class<?> type) {
        return TreeNode.class.isAssignableFrom(type);
    }

    /** Jackson's messages quote values, so that they are left out: the path in the object says where. */
    private static RowhouseException failure(String tried, JacksonException e) {
        String path = e instanceof tools.jackson.databind.DatabindException databind ? databind.getPathReference() : "";
        return new RowhouseException(tried + ": Jackson threw " + e.getClass().getSimpleName()
                + (path.isEmpty() ? "" : " at " + path)
                + ". Compare the JSON with the type, or give JacksonJsonMapper an ObjectMapper that knows it.");
    }
}
