package dev.rowhouse.repository;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of a cursor as bytes: a tag each, then the value, without loss. A zoned time comes back as its instant and an
 * enum as its name, which is what a comparison in SQL needs.
 */
final class CursorValues {
    private static final byte NULL = 0;
    private static final byte TEXT = 1;
    private static final byte INT64 = 2;
    private static final byte INT32 = 3;
    private static final byte INT16 = 4;
    private static final byte BOOL = 5;
    private static final byte ID = 6;
    private static final byte INSTANT = 7;
    private static final byte DATE = 8;
    private static final byte TIME = 9;
    private static final byte DATE_TIME = 10;
    private static final byte DECIMAL = 11;
    private static final byte FLOAT64 = 12;
    private static final byte FLOAT32 = 13;
    private static final byte OFFSET_DATE_TIME = 14;
    private static final byte INT8 = 15;

    private CursorValues() {}

    /** Normalises the values, and refuses what cannot be in a cursor. */
    static List<@Nullable Object> checked(PageCursors.Scope scope, List<? extends @Nullable Object> key) {
        if (key.size() != scope.sorts().size()) {
            throw new IllegalArgumentException("Sealing a cursor of " + scope.entity() + ": " + key.size()
                    + " values were given for an order of " + scope.sorts().size() + ". Give one each.");
        }
        List<@Nullable Object> checked = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Object value = normal(key.get(i));
            if (tag(value) < 0) {
                throw new IllegalArgumentException("Sealing a cursor of " + scope.entity() + ": attribute "
                        + scope.sorts().get(i).property() + " is a "
                        + key.get(i).getClass().getName()
                        + ", which has no place in a cursor. Order pages by texts, numbers, times, ids, enums or"
                        + " booleans.");
            }
            checked.add(value);
        }
        return Collections.unmodifiableList(checked);
    }

    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return value;
    }

    private static byte tag(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof String) {
            return TEXT;
        } else if (value instanceof Long) {
            return INT64;
        } else if (value instanceof Integer) {
            return INT32;
        } else if (value instanceof Short) {
            return INT16;
        } else if (value instanceof Byte) {
            return INT8;
        } else if (value instanceof Boolean) {
            return BOOL;
        } else if (value instanceof UUID) {
            return ID;
        } else if (value instanceof Instant) {
            return INSTANT;
        } else if (value instanceof OffsetDateTime) {
            return OFFSET_DATE_TIME;
        } else if (value instanceof LocalDate) {
            return DATE;
        } else if (value instanceof LocalTime) {
            return TIME;
        } else if (value instanceof LocalDateTime) {
            return DATE_TIME;
        } else if (value instanceof BigDecimal) {
            return DECIMAL;
        } else if (value instanceof Double) {
            return FLOAT64;
        } else if (value instanceof Float) {
            return FLOAT32;
        }
        return -1;
    }

    static byte[] write(List<@Nullable Object> key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(key.size());
            for (Object value : key) {
                byte tag = tag(value);
                out.writeByte(tag);
                if (value != null) {
                    write(out, tag, value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte tag, Object value) throws IOException {
        switch (tag) {
            case INT64 -> out.writeLong((Long) value);
            case INT32 -> out.writeInt((Integer) value);
            case INT16 -> out.writeShort((Short) value);
            case INT8 -> out.writeByte((Byte) value);
            case BOOL -> out.writeBoolean((Boolean) value);
            case ID -> {
                out.writeLong(((UUID) value).getMostSignificantBits());
                out.writeLong(((UUID) value).getLeastSignificantBits());
            }
            case INSTANT -> writeInstant(out, (Instant) value);
            case OFFSET_DATE_TIME -> {
                writeInstant(out, ((OffsetDateTime) value).toInstant());
                out.writeInt(((OffsetDateTime) value).getOffset().getTotalSeconds());
            }
            case FLOAT64 -> out.writeDouble((Double) value);
            case FLOAT32 -> out.writeFloat((Float) value);
            default -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    /** Reads what {@link #write} wrote; the bytes are authentic. */
    static List<@Nullable Object> read(byte[] content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            int size = in.readByte();
            List<@Nullable Object> key = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                key.add(readValue(in));
            }
            return Collections.unmodifiableList(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object readValue(DataInputStream in) throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case NULL -> null;
            case INT64 -> in.readLong();
            case INT32 -> in.readInt();
            case INT16 -> in.readShort();
            case INT8 -> in.readByte();
            case BOOL -> in.readBoolean();
            case ID -> new UUID(in.readLong(), in.readLong());
            case INSTANT -> readInstant(in);
            case OFFSET_DATE_TIME -> OffsetDateTime.ofInstant(readInstant(in), ZoneOffset.ofTotalSeconds(in.readInt()));
            case FLOAT64 -> in.readDouble();
            case FLOAT32 -> in.readFloat();
            case TEXT -> readText(in);
            case DATE -> LocalDate.parse(readText(in));
            case TIME -> LocalTime.parse(readText(in));
            case DATE_TIME -> LocalDateTime.parse(readText(in));
            case DECIMAL -> new BigDecimal(readText(in));
            default ->
                throw new IOException("Reading a page cursor: it holds a value of kind " + tag
                        + ", which a later version wrote. Begin again with the first page.");
        };
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        return Instant.ofEpochSecond(seconds, in.readInt());
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
