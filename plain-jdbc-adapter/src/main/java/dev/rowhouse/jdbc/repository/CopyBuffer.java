package dev.rowhouse.jdbc.repository;

import dev.rowhouse.jdbc.mapping.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of PostgreSQL's COPY (chapter "COPY", section "Binary Format"): the server takes the values as
 * they are and parses nothing. What has no binary form here stands in it as text, in a column of type text.
 */
final class CopyBuffer {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** 2000-01-01, where PostgreSQL counts days and microseconds from. */
    private static final long EPOCH_DAY = 10_957;

    private static final long EPOCH_SECOND = EPOCH_DAY * 86_400;
    private static final long MICROS = 1_000_000;

    private byte[] bytes = new byte[1 << 17];
    private int length;

    /** PostgreSQL's type for the values of a Java type in this format. */
    static String typeOf(ValueType type) {
        String sqlType = type.isArray() ? null : type.sqlType();
        if (sqlType == null) {
            return "text";
        }
        return switch (sqlType) {
            case "uuid",
                    "int2",
                    "int4",
                    "int8",
                    "bool",
                    "float4",
                    "float8",
                    "bytea",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz" -> sqlType;
            default -> "text";
        };
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void begin() {
        length = 0;
        need(HEADER.length);
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
    }

    void beginRow(int columns) {
        int16(columns);
    }

    void end() {
        int16(-1);
    }

    void value(ValueType type, @Nullable Object value) {
        if (value == null) {
            int32(-1);
            return;
        }
        switch (typeOf(type)) {
            case "uuid" -> {
                int32(16);
                int64(((UUID) value).getMostSignificantBits());
                int64(((UUID) value).getLeastSignificantBits());
            }
            case "int2" -> {
                int32(2);
                int16(((Number) value).shortValue());
            }
            case "int4" -> {
                int32(4);
                int32(value instanceof Number number ? number.intValue() : ((java.time.Year) value).getValue());
            }
            case "int8" -> {
                int32(8);
                int64((Long) value);
            }
            case "bool" -> {
                int32(1);
                int8((Boolean) value ? 1 : 0);
            }
            case "float4" -> {
                int32(4);
                int32(Float.floatToIntBits((Float) value));
            }
            case "float8" -> {
                int32(8);
                int64(Double.doubleToLongBits((Double) value));
            }
            case "bytea" -> block((byte[]) value);
            case "date" -> {
                int32(4);
                int32(days((LocalDate) value));
            }
            case "time" -> {
                int32(8);
                int64((((LocalTime) value).toNanoOfDay() + 500) / 1_000);
            }
            case "timestamp" -> {
                int32(8);
                int64(micros(((LocalDateTime) value).atOffset(ZoneOffset.UTC)));
            }
            case "timestamptz" -> {
                int32(8);
                int64(micros(offset(value)));
            }
            default -> block(String.valueOf(type.inArray(value)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static OffsetDateTime offset(Object value) {
        if (value instanceof Instant instant) {
            return instant.equals(Instant.MAX)
                    ? OffsetDateTime.MAX
                    : instant.equals(Instant.MIN) ? OffsetDateTime.MIN : instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof ZonedDateTime zoned ? zoned.toOffsetDateTime() : (OffsetDateTime) value;
    }

    /** The first and the last day of Java are minus and plus infinity, as the driver has it. */
    private static int days(LocalDate day) {
        if (day.equals(LocalDate.MAX)) {
            return Integer.MAX_VALUE;
        }
        return day.equals(LocalDate.MIN) ? Integer.MIN_VALUE : Math.toIntExact(day.toEpochDay() - EPOCH_DAY);
    }

    private static long micros(OffsetDateTime time) {
        if (time.toLocalDateTime().equals(LocalDateTime.MAX)) {
            return Long.MAX_VALUE;
        }
        if (time.toLocalDateTime().equals(LocalDateTime.MIN)) {
            return Long.MIN_VALUE;
        }
        return Math.addExact(
                Math.multiplyExact(time.toEpochSecond() - EPOCH_SECOND, MICROS), (time.getNano() + 500) / 1_000);
    }

    private void block(byte[] block) {
        int32(block.length);
        need(block.length);
        System.arraycopy(block, 0, bytes, length, block.length);
        length += block.length;
    }

    private void int8(int value) {
        need(1);
        bytes[length++] = (byte) value;
    }

    private void int16(int value) {
        need(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void int32(int value) {
        need(4);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
        }
    }
}
