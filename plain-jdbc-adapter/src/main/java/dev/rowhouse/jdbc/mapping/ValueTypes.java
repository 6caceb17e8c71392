package dev.rowhouse.jdbc.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** Which Java types can be read and bound, and how. Safe for use by many threads. */
final class ValueTypes {
    /** A null whose type nobody knows. */
    private static final ValueType UNTYPED = ValueType.of(
            Object.class,
            null,
            (row, column) -> row.getObject(column),
            (statement, index, value) -> statement.setObject(index, value));

    /** With a white space that JSON does not know, so that a column of JSON refuses it and does not take it for an object. */
    private static final String EMPTY_ARRAY = "{\f}";

    private static final Set<String> MAY_HOLD_JSON = Set.of("json", "jsonb", "text", "varchar", "bpchar");

    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            char.class, Character.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private static final Map<Class<?>, ValueType> SIMPLE = simple();

    private final @Nullable JsonMapper json;
    private final ConcurrentHashMap<Type, ValueType> known = new ConcurrentHashMap<>();

    ValueTypes(@Nullable JsonMapper json) {
        this.json = json;
    }

    boolean hasJson() {
        return json != null;
    }

    boolean isTree(Class<?> type) {
        return json != null && json.isTree(type);
    }

    static Class<?> wrapper(Class<?> type) {
        return type.isPrimitive() ? WRAPPERS.getOrDefault(type, type) : type;
    }

    /** The class of a type, past its arguments. */
    static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof GenericArrayType array) {
            return rawClass(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return rawClass(wildcard.getUpperBounds()[0]);
        }
        throw new IllegalArgumentException("Mapping the type " + type.getTypeName()
                + ": it is a type variable. Name a class, so that a column can be read as one.");
    }

    /** The first argument of a generic type, or Object. */
    static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }

    /** Whether values of a type are read from one column without a JSON mapper. */
    static boolean isSimple(Class<?> type) {
        return SIMPLE.containsKey(wrapper(type))
                || type.isEnum()
                || type.isArray()
                || type == Range.class
                || type == List.class
                || type == Collection.class
                || type == Set.class;
    }

    /**
     * Finds out how a type is read and bound. What is neither simple nor a collection is JSON.
     *
     * @throws IllegalArgumentException if it cannot be
     */
    ValueType of(Type type) {
        ValueType found = known.get(type);
        if (found == null) {
            found = create(type);
            known.put(type, found);
        }
        return found;
    }

    /**
     * Finds out how a value is bound.
     *
     * @throws IllegalArgumentException if it cannot be
     */
    ValueType ofValue(@Nullable Object value) {
        if (value == null) {
            return UNTYPED;
        }
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        ValueType simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (value instanceof Range<?> range) {
            return of(new RangeType(
                    range.lower() != null
                            ? range.lower().getClass()
                            : range.upper() != null ? range.upper().getClass() : Integer.class));
        }
        if (value instanceof Collection<?> collection) {
            return ofElements(collection);
        }
        if (type.isEnum() || type.isArray() || type.isRecord()) {
            return of(type);
        }
        if (value instanceof Map<?, ?> || (json != null && json.isTree(type))) {
            return jsonOf(Object.class);
        }
        if (value instanceof ZoneId) {
            return of(ZoneId.class);
        }
        if (type.getName().startsWith("java.sql.")
                || value instanceof Array
                || value instanceof PGobject
                || type == java.util.Date.class) {
            return UNTYPED;
        }
        throw new IllegalArgumentException("Binding a value of " + type.getName()
                + ": there is no rule for this class. Bind a simple value, a collection of them, or a record, a map or a"
                + " JSON tree, which are bound as JSON.");
    }

    private ValueType ofElements(Collection<?> values) {
        Class<?> common = null;
        for (Object value : values) {
            if (value != null) {
                Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
                if (common != null && common != type) {
                    throw new IllegalArgumentException("Binding a collection: it holds elements of " + common.getName()
                            + " and of " + type.getName() + ". Give it elements of one class, as an array has them.");
                }
                common = type;
            }
        }
        return common == null ? of(EmptyType.INSTANCE) : of(new ListType(common));
    }

    private ValueType create(Type type) {
        if (type instanceof ListType list) {
            return collection(type, list.element(), values -> values);
        }
        if (type instanceof RangeType range) {
            return range(of(range.bound()));
        }
        if (type instanceof EmptyType) {
            return ValueType.array(
                    List.class,
                    null,
                    (row, column) -> null,
                    (statement, index, value) -> statement.setObject(
                            index, literal((Collection<?>) value, element -> element), Types.OTHER));
        }
        Class<?> raw = wrapper(rawClass(type));
        ValueType simple = SIMPLE.get(raw);
        if (simple != null) {
            return simple;
        }
        if (raw.isEnum()) {
            return enumeration(raw);
        }
        if (raw.isArray()) {
            return array(type, raw);
        }
        if (raw == Range.class) {
            return range(of(rawClass(argument(type))));
        }
        if (raw == List.class || raw == Collection.class) {
            return collection(type, argument(type), Collections::unmodifiableList);
        }
        if (raw == Set.class) {
            return collection(type, argument(type), list -> Collections.unmodifiableSet(new LinkedHashSet<>(list)));
        }
        if (raw == Object.class || raw.isPrimitive()) {
            throw new IllegalArgumentException("Mapping a column to " + type.getTypeName()
                    + ": this type does not say what to read. Use the class of the values.");
        }
        return jsonOf(type);
    }

    // ---- JSON

    private JsonMapper requireJson(String typeName) {
        if (json == null) {
            throw new IllegalArgumentException("Mapping " + typeName
                    + " to a column: it is none of the simple types, so it would be JSON, and there is no JSON mapper."
                    + " Give one: TenantJdbc.builder(dataSource).json(new JacksonJsonMapper()), or use a simple type.");
        }
        return json;
    }

    /** Finds out how a type is read from and bound as JSON, be it a simple one or a collection. */
    ValueType jsonOf(Type type) {
        JsonMapper mapper = requireJson(type.getTypeName());
        return ValueType.of(
                        rawClass(type),
                        null,
                        (row, column) -> readJson(row, column, mapper, type),
                        (statement, index, value) -> statement.setObject(index, mapper.write(value), Types.OTHER))
                .inArrays(mapper::write);
    }

    private static @Nullable Object readJson(ResultSet row, int column, JsonMapper mapper, Type type)
            throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        try {
            return mapper.read(text, type);
        } catch (RuntimeException e) {
            String columnType = row.getMetaData().getColumnTypeName(column);
            if (MAY_HOLD_JSON.contains(columnType)) {
                throw e;
            }
            throw new MappingError("a column of type " + columnType + " is no JSON, and " + type.getTypeName()
                    + " can be read from JSON only; select to_jsonb(...) of it");
        }
    }

    // ---- arrays

    private ValueType collection(Type type, Type elementType, Function<List<?>, Object> finish) {
        Class<?> elementClass = rawClass(elementType);
        if (!isSimple(elementClass) || elementClass == List.class || elementClass == Set.class) {
            return jsonOf(type instanceof ListType ? List.class : type);
        }
        ValueType element = of(elementType);
        return ValueType.array(
                        List.class,
                        element.sqlType(),
                        (row, column) -> {
                            Object raw = row.getObject(column);
                            if (isJson(raw)) {
                                return readJson(row, column, requireJson(type.getTypeName()), type);
                            }
                            List<@Nullable Object> values = elements(raw, element);
                            return values == null ? null : finish.apply(values);
                        },
                        (statement, index, value) -> bindArray(statement, index, (Collection<?>) value, element))
                .inArrays(value -> literal((Collection<?>) value, element::inArray));
    }

    private ValueType array(Type type, Class<?> raw) {
        Class<?> component = raw.getComponentType();
        if (component.isArray() && component != byte[].class) {
            throw new IllegalArgumentException("Mapping a column to " + type.getTypeName()
                    + ": arrays of arrays are not supported. Use JSON, or a row for each element.");
        }
        ValueType element = of(component);
        return ValueType.array(
                        raw,
                        element.sqlType(),
                        (row, column) -> {
                            Object value = row.getObject(column);
                            if (isJson(value)) {
                                return readJson(row, column, requireJson(type.getTypeName()), type);
                            }
                            List<@Nullable Object> values = elements(value, element);
                            return values == null ? null : toArray(values, component);
                        },
                        (statement, index, value) -> bindArray(statement, index, fromArray(value), element))
                .inArrays(value -> literal(fromArray(value), element::inArray));
    }

    private static boolean isJson(@Nullable Object raw) {
        return raw instanceof PGobject object
                && (object.getType().equals("json") || object.getType().equals("jsonb"));
    }

    private static Object toArray(List<@Nullable Object> values, Class<?> component) throws SQLException {
        Object array = java.lang.reflect.Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null && component.isPrimitive()) {
                throw new MappingError("an array with a null element cannot become " + component + "[]; use "
                        + wrapper(component).getSimpleName() + "[]");
            }
            java.lang.reflect.Array.set(array, i, value);
        }
        return array;
    }

    private static List<@Nullable Object> fromArray(Object array) {
        int length = java.lang.reflect.Array.getLength(array);
        List<@Nullable Object> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(java.lang.reflect.Array.get(array, i));
        }
        return values;
    }

    private static @Nullable List<@Nullable Object> elements(@Nullable Object raw, ValueType element)
            throws SQLException {
        if (raw == null) {
            return null;
        }
        if (!(raw instanceof Array array)) {
            throw new MappingError("the column is no array");
        }
        try {
            if (array.getArray() instanceof Object[] values
                    && values.getClass().getComponentType() == element.javaType()) {
                List<@Nullable Object> list = new ArrayList<>(values.length);
                Collections.addAll(list, values);
                return list;
            }
            List<@Nullable Object> list = new ArrayList<>();
            try (ResultSet rows = array.getResultSet()) {
                while (rows.next()) {
                    list.add(element.read(rows, 2));
                }
            }
            return list;
        } finally {
            array.free();
        }
    }

    /** Binds values as one array. */
    static void bindArray(
            PreparedStatement statement, int index, Collection<? extends @Nullable Object> values, ValueType element)
            throws SQLException {
        String sqlType = element.sqlType();
        if (sqlType == null) {
            statement.setObject(index, literal(values, element::inArray), Types.OTHER);
            return;
        }
        Class<?> component = DIRECT_IN_ARRAYS.contains(element.javaType()) ? element.javaType() : String.class;
        @Nullable
        Object[] elements = (@Nullable Object[]) java.lang.reflect.Array.newInstance(component, values.size());
        int i = 0;
        for (Object value : values) {
            elements[i++] = element.inArray(value);
        }
        Array array = statement.getConnection().createArrayOf(sqlType, elements);
        statement.setArray(index, array);
    }

    /** An array as a text, whose type the server finds out. */
    static String literal(
            Collection<? extends @Nullable Object> values, Function<@Nullable Object, @Nullable Object> toText) {
        if (values.isEmpty()) {
            return EMPTY_ARRAY;
        }
        StringBuilder text = new StringBuilder("{");
        for (Object value : values) {
            if (text.length() > 1) {
                text.append(',');
            }
            Object element = toText.apply(value);
            if (element == null) {
                text.append("NULL");
            } else {
                String elementText =
                        element instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : element.toString();
                text.append('"')
                        .append(elementText.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        }
        return text.append('}').toString();
    }

    // ---- enums and ranges

    private static ValueType enumeration(Class<?> type) {
        Map<String, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return ValueType.of(
                        type,
                        null,
                        (row, column) -> {
                            String name = row.getString(column);
                            if (name == null) {
                                return null;
                            }
                            Object constant = constants.get(name);
                            if (constant == null) {
                                throw new MappingError("the column holds a name that " + type.getName()
                                        + " does not have; it has " + constants.keySet());
                            }
                            return constant;
                        },
                        (statement, index, value) -> statement.setObject(index, ((Enum<?>) value).name(), Types.OTHER))
                .withText(value -> ((Enum<?>) value).name(), name -> name);
    }

    private static ValueType range(ValueType bound) {
        if (!RANGE_BOUNDS.contains(bound.javaType())) {
            throw new IllegalArgumentException(
                    "Mapping a range of " + bound.javaType().getName()
                            + ": PostgreSQL has no such range. Bounds are Integer, Long, BigDecimal, LocalDate, LocalDateTime,"
                            + " Instant or OffsetDateTime.");
        }
        return ValueType.of(
                        Range.class,
                        null,
                        (row, column) -> {
                            String text = row.getString(column);
                            return text == null ? null : RangeText.parse(text, bound);
                        },
                        (statement, index, value) ->
                                statement.setObject(index, RangeText.of((Range<?>) value, bound), Types.OTHER))
                .withText(value -> RangeText.of((Range<?>) value, bound), text -> text);
    }

    // ---- the simple types

    private static final Set<Class<?>> DIRECT_IN_ARRAYS = Set.of(
            String.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Boolean.class,
            byte[].class);

    private static final Set<Class<?>> RANGE_BOUNDS = Set.of(
            Integer.class,
            Long.class,
            BigDecimal.class,
            LocalDate.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class);

    private static Map<Class<?>, ValueType> simple() {
        Map<Class<?>, ValueType> types = new HashMap<>();
        addNumbers(types);
        addTexts(types);
        addTimes(types);
        return Map.copyOf(types);
    }

    private static void put(Map<Class<?>, ValueType> types, ValueType type) {
        types.put(type.javaType(), type);
    }

    private static void addNumbers(Map<Class<?>, ValueType> types) {
        put(
                types,
                ValueType.of(
                                Boolean.class,
                                "bool",
                                (row, column) -> orNull(row, row.getBoolean(column)),
                                (statement, index, value) -> statement.setBoolean(index, (Boolean) value))
                        .asItIsInArrays());
        put(
                types,
                ValueType.of(
                        Byte.class,
                        "int2",
                        (row, column) -> orNull(row, row.getByte(column)),
                        (statement, index, value) -> statement.setShort(index, (Byte) value)));
        put(
                types,
                ValueType.of(
                                Short.class,
                                "int2",
                                (row, column) -> orNull(row, row.getShort(column)),
                                (statement, index, value) -> statement.setShort(index, (Short) value))
                        .asItIsInArrays());
        put(
                types,
                ValueType.of(
                                Integer.class,
                                "int4",
                                (row, column) -> orNull(row, row.getInt(column)),
                                (statement, index, value) -> statement.setInt(index, (Integer) value))
                        .withText(Function.identity(), Integer::valueOf));
        put(
                types,
                ValueType.of(
                                Long.class,
                                "int8",
                                (row, column) -> orNull(row, row.getLong(column)),
                                (statement, index, value) -> statement.setLong(index, (Long) value))
                        .withText(Function.identity(), Long::valueOf));
        put(
                types,
                ValueType.of(
                                Float.class,
                                "float4",
                                (row, column) -> orNull(row, row.getFloat(column)),
                                (statement, index, value) -> statement.setFloat(index, (Float) value))
                        .asItIsInArrays());
        put(
                types,
                ValueType.of(
                                Double.class,
                                "float8",
                                (row, column) -> orNull(row, row.getDouble(column)),
                                (statement, index, value) -> statement.setDouble(index, (Double) value))
                        .asItIsInArrays());
        put(
                types,
                ValueType.of(
                                BigDecimal.class,
                                "numeric",
                                (row, column) -> row.getBigDecimal(column),
                                (statement, index, value) -> statement.setBigDecimal(index, (BigDecimal) value))
                        .withText(value -> ((BigDecimal) value).toPlainString(), BigDecimal::new));
        put(
                types,
                ValueType.of(
                        BigInteger.class,
                        "numeric",
                        (row, column) -> {
                            BigDecimal number = row.getBigDecimal(column);
                            return number == null ? null : exact(number);
                        },
                        (statement, index, value) ->
                                statement.setBigDecimal(index, new BigDecimal((BigInteger) value))));
        put(
                types,
                ValueType.of(
                        Year.class,
                        "int4",
                        (row, column) -> {
                            int year = row.getInt(column);
                            return row.wasNull() ? null : Year.of(year);
                        },
                        (statement, index, value) -> statement.setInt(index, ((Year) value).getValue())));
    }

    private static BigInteger exact(BigDecimal number) throws SQLException {
        try {
            return number.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new MappingError("the column holds a fraction, which a BigInteger cannot; use BigDecimal");
        }
    }

    private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private static void addTexts(Map<Class<?>, ValueType> types) {
        put(
                types,
                ValueType.of(
                                String.class,
                                "text",
                                (row, column) -> row.getString(column),
                                (statement, index, value) -> statement.setString(index, (String) value))
                        .withText(Function.identity(), text -> text));
        put(
                types,
                ValueType.of(
                        Character.class,
                        "text",
                        (row, column) -> {
                            String text = row.getString(column);
                            if (text != null && text.length() != 1) {
                                throw new MappingError("the column holds a text that is not one character; use String");
                            }
                            return text == null ? null : text.charAt(0);
                        },
                        (statement, index, value) -> statement.setString(index, value.toString())));
        put(
                types,
                ValueType.of(
                                byte[].class,
                                "bytea",
                                (row, column) -> row.getBytes(column),
                                (statement, index, value) -> statement.setBytes(index, (byte[]) value))
                        .asItIsInArrays());
        put(
                types,
                ValueType.of(
                        UUID.class,
                        "uuid",
                        (row, column) -> row.getObject(column, UUID.class),
                        (statement, index, value) -> statement.setObject(index, value)));
        put(types, text(ZoneId.class, ZoneId::of));
        put(types, text(ZoneOffset.class, ZoneOffset::of));
        put(types, text(YearMonth.class, YearMonth::parse));
        put(types, text(MonthDay.class, MonthDay::parse));
    }

    private static ValueType text(Class<?> type, Function<String, Object> fromText) {
        return ValueType.of(
                type,
                "text",
                (row, column) -> {
                    String text = row.getString(column);
                    try {
                        return text == null ? null : fromText.apply(text);
                    } catch (RuntimeException e) {
                        throw new MappingError("the column holds a text that is no " + type.getSimpleName());
                    }
                },
                (statement, index, value) -> statement.setString(index, value.toString()));
    }

    private static void addTimes(Map<Class<?>, ValueType> types) {
        put(
                types,
                ValueType.of(
                                Instant.class,
                                "timestamptz",
                                (row, column) -> TimeText.instant(row.getObject(column, OffsetDateTime.class)),
                                (statement, index, value) ->
                                        statement.setObject(index, TimeText.offset((Instant) value)))
                        .withText(
                                value -> TimeText.of(TimeText.offset((Instant) value)),
                                text -> TimeText.instantOf(text))
                        .needingOffset());
        put(
                types,
                ValueType.of(
                                OffsetDateTime.class,
                                "timestamptz",
                                (row, column) -> row.getObject(column, OffsetDateTime.class),
                                (statement, index, value) -> statement.setObject(index, value))
                        .withText(value -> TimeText.of((OffsetDateTime) value), TimeText::offsetOf)
                        .needingOffset());
        put(
                types,
                ValueType.of(
                                ZonedDateTime.class,
                                "timestamptz",
                                (row, column) -> {
                                    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
                                    return time == null ? null : time.toZonedDateTime();
                                },
                                (statement, index, value) ->
                                        statement.setObject(index, ((ZonedDateTime) value).toOffsetDateTime()))
                        .withText(
                                value -> TimeText.of(((ZonedDateTime) value).toOffsetDateTime()),
                                text -> TimeText.offsetOf(text).toZonedDateTime())
                        .needingOffset());
        put(
                types,
                ValueType.of(
                                LocalDateTime.class,
                                "timestamp",
                                (row, column) -> row.getObject(column, LocalDateTime.class),
                                (statement, index, value) -> statement.setObject(index, value))
                        .withText(value -> TimeText.of((LocalDateTime) value), TimeText::dateTimeOf));
        put(
                types,
                ValueType.of(
                                LocalDate.class,
                                "date",
                                (row, column) -> row.getObject(column, LocalDate.class),
                                (statement, index, value) -> statement.setObject(index, value))
                        .withText(value -> TimeText.of((LocalDate) value), TimeText::dateOf));
        put(
                types,
                ValueType.of(
                        LocalTime.class,
                        "time",
                        (row, column) -> row.getObject(column, LocalTime.class),
                        (statement, index, value) -> statement.setObject(index, value)));
        put(
                types,
                ValueType.of(
                        OffsetTime.class,
                        "timetz",
                        (row, column) -> row.getObject(column, OffsetTime.class),
                        (statement, index, value) -> statement.setObject(index, value)));
        put(
                types,
                ValueType.of(
                        Duration.class,
                        "interval",
                        (row, column) -> TimeText.duration(interval(row, column)),
                        (statement, index, value) -> statement.setObject(index, value.toString(), Types.OTHER)));
        put(
                types,
                ValueType.of(
                        Period.class,
                        "interval",
                        (row, column) -> TimeText.period(interval(row, column)),
                        (statement, index, value) -> statement.setObject(index, value.toString(), Types.OTHER)));
    }

    private static @Nullable PGInterval interval(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value != null && !(value instanceof PGInterval)) {
            throw new MappingError("the column is no interval");
        }
        return (PGInterval) value;
    }

    /** The type of a collection of which only the elements are known. */
    private record ListType(Class<?> element) implements Type {}

    /** The type of a range of which only the bounds are known. */
    private record RangeType(Class<?> bound) implements Type {}

    /** The type of a collection of which not even the elements are known. */
    private enum EmptyType implements Type {
        INSTANCE
    }
}
