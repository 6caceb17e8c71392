package dev.rowhouse.hibernate.internal.json;

import java.math.BigDecimal;
import org.hibernate.type.descriptor.java.spi.JsonJavaType;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Jackson's tree, compared by what would be written. Hibernate alone compares with a copy that went through the text: a
 * number that comes back as another Java type, such as a long that is small, is then a change at each flush.
 */
final class JsonTreeJavaType extends JsonJavaType<JsonNode> {
    private static final long serialVersionUID = 1L;

    JsonTreeJavaType(TypeConfiguration types) {
        super(JsonNode.class, null, types);
    }

    @Override
    public boolean areEqual(@Nullable JsonNode one, @Nullable JsonNode another) {
        if (one == null || another == null) {
            return one == null && another == null;
        }
        return one.equals(JsonTreeJavaType::difference, another);
    }

    @Override
    public int extractHashCode(JsonNode value) {
        return value.size();
    }

    @Override
    public @Nullable JsonNode deepCopy(@Nullable JsonNode value) {
        return value == null ? null : value.deepCopy();
    }

    private static int difference(JsonNode one, JsonNode another) {
        String text = one.toString();
        String other = another.toString();
        return isNumber(one, text) && isNumber(another, other)
                ? new BigDecimal(text).compareTo(new BigDecimal(other))
                : text.compareTo(other);
    }

    /** Not so for infinity and NaN. */
    private static boolean isNumber(JsonNode node, String text) {
        return node.isNumber() && Character.isDigit(text.charAt(text.length() - 1));
    }
}
