package dev.rowhouse.connection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which values the driver sends with a type. Where in doubt: without, which costs the server a parse and nothing else. */
final class ParameterTypes {
    private ParameterTypes() {}

    static boolean isTyped(@Nullable Object value, boolean stringsTyped) {
        if (value instanceof String) {
            return stringsTyped;
        }
        return value instanceof UUID
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof OffsetDateTime
                || value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof BigDecimal
                || value instanceof Double
                || value instanceof Short
                || value instanceof Float
                || value instanceof Byte
                || value instanceof LocalTime
                || value instanceof OffsetTime
                || value instanceof BigInteger
                || value instanceof byte[]
                || value instanceof Array;
    }

    /** Which values the driver sends with a type where the caller names it, as mappers do. */
    static boolean isTyped(@Nullable Object value, int sqlType, boolean stringsTyped) {
        return switch (sqlType) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> value instanceof OffsetDateTime;
            case Types.TIMESTAMP -> value instanceof LocalDateTime;
            case Types.DATE -> value instanceof LocalDate;
            case Types.INTEGER -> value instanceof Integer;
            case Types.BIGINT -> value instanceof Long;
            case Types.NUMERIC, Types.DECIMAL -> value instanceof BigDecimal;
            case Types.BOOLEAN -> value instanceof Boolean;
            case Types.VARCHAR -> value instanceof String && stringsTyped;
            default -> false;
        };
    }

    static boolean isTypedNull(int sqlType, boolean stringsTyped) {
        return switch (sqlType) {
            case Types.SMALLINT,
                    Types.TINYINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.FLOAT,
                    Types.DECIMAL,
                    Types.NUMERIC,
                    Types.BOOLEAN,
                    Types.BIT,
                    Types.BINARY,
                    Types.VARBINARY,
                    Types.LONGVARBINARY,
                    Types.DATE -> true;
            case Types.VARCHAR, Types.LONGVARCHAR -> stringsTyped;
            default -> false;
        };
    }
}
