package dev.rowhouse.jdbc.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How rows and the objects of one class correspond: a column for each component, named in snake case; the components of a
 * record inside a record under the prefix of its name, or in one column as JSON.
 *
 * <p>What is found out about a class and about a list of columns is kept; per row only method handles run. Immutable but
 * for that, and safe for use by many threads.
 *
 * <p>Public for the packages of this adapter only: not API.
 *
 * @param <T> the class
 * @since 0.1
 */
public final class RecordMapping<T> {
    /** Most lists of columns that are remembered for a class. */
    private static final int MAX_SHAPES = 256;

    private final Class<T> type;
    private final Node root;
    private final Map<String, Leaf> leaves = new LinkedHashMap<>();

    /** The components by the names that statements mostly give them. */
    private final Map<String, ColumnValue<T>> values = new HashMap<>();

    private final ConcurrentHashMap<List<String>, ObjectReader> readers = new ConcurrentHashMap<>();
    private volatile @Nullable KnownShape last;

    private RecordMapping(Class<T> type, Node root) {
        this.type = type;
        this.root = root;
        collect(root, new int[0], "", "");
        for (Leaf leaf : leaves.values()) {
            ColumnValue<T> value = new ColumnValue<>(leaf);
            values.put(leaf.column, value);
            values.put(leaf.name, value);
        }
    }

    /**
     * Reads a class.
     *
     * @throws IllegalArgumentException if it is neither a record nor a class with one constructor
     */
    static <T> RecordMapping<T> of(Class<T> type, ValueTypes values) {
        return new RecordMapping<>(type, Node.of(type, values, Set.of()));
    }

    /**
     * Returns the class.
     *
     * @return the class
     */
    public Class<T> type() {
        return type;
    }

    /**
     * Returns the columns of the class.
     *
     * @return in the order of its components; those of a record inside it stand in its place
     */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (Leaf leaf : leaves.values()) {
            if (!leaf.json()) {
                columns.add(leaf.column);
            }
        }
        return columns;
    }

    /**
     * Finds the component that belongs to a column.
     *
     * @param column a column in snake case, or a component in camel case
     * @return the component, or null if there is none
     */
    public @Nullable ColumnValue<T> value(String column) {
        ColumnValue<T> known = values.get(column);
        if (known != null) {
            return known;
        }
        Leaf leaf = leaves.get(Names.key(column));
        return leaf == null ? null : values.get(leaf.column);
    }

    /**
     * Returns the names of all columns that have a component, for messages.
     *
     * @return the names
     */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        leaves.values().forEach(leaf -> names.add(leaf.column));
        return names;
    }

    /**
     * Prepares to read rows.
     *
     * @param columns the columns of the rows
     * @return what reads them
     * @throws SQLException if columns and components are not the same; the message names both
     */
    public RowMapper<T> reader(ResultSetMetaData columns) throws SQLException {
        KnownShape known = last;
        ObjectReader reader;
        if (known != null && known.fits(columns)) {
            reader = known.reader;
        } else {
            String[] labels = new String[columns.getColumnCount()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = columns.getColumnLabel(i + 1);
            }
            reader = reader(List.of(labels));
            last = new KnownShape(labels, reader);
        }
        return new Rows<>(reader, reader.hasOffsets(columns));
    }

    /** The rows of one result. */
    private static final class Rows<T> implements RowMapper<T> {
        private final ObjectReader reader;
        private boolean checked;

        Rows(ObjectReader reader, boolean checked) {
            this.reader = reader;
            this.checked = checked;
        }

        @Override
        public T map(ResultSet row) throws SQLException {
            if (!checked) {
                checked = reader.check(row);
            }
            Object object = reader.read(row);
            @SuppressWarnings("unchecked") // the reader calls a constructor of T
            T mapped = (T) object;
            return mapped;
        }
    }

    private ObjectReader reader(List<String> labels) throws SQLException {
        ObjectReader reader = readers.get(labels);
        if (reader == null) {
            reader = plan(labels);
            if (readers.size() >= MAX_SHAPES) {
                readers.clear();
            }
            readers.put(labels, reader);
        }
        return reader;
    }

    // ---- what a class needs

    private void collect(Node node, int[] path, String prefix, String names) {
        for (int i = 0; i < node.components.length; i++) {
            Component component = node.components[i];
            int[] here = Arrays.copyOf(path, path.length + 1);
            here[path.length] = i;
            String column = prefix + Names.snakeCase(component.name);
            String name = names + component.name;
            ValueType value = component.value;
            if (value != null) {
                add(new Leaf(root, column, name, here, value, false));
            }
            Node nested = component.nested;
            if (nested != null) {
                collect(nested, here, column + "_", name + ".");
                ValueType json = component.json;
                if (json != null) {
                    add(new Leaf(root, column, name, here, json, true));
                }
            }
        }
    }

    private void add(Leaf leaf) {
        Leaf other = leaves.putIfAbsent(Names.key(leaf.column), leaf);
        if (other != null) {
            throw new IllegalArgumentException("Mapping " + type.getName() + ": its components " + other.name + " and "
                    + leaf.name + " would both have the column " + leaf.column + ". Rename one of them.");
        }
    }

    // ---- what a row has

    private ObjectReader plan(List<String> labels) throws SQLException {
        Map<Leaf, Integer> columns = new LinkedHashMap<>();
        List<String> strange = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            Leaf leaf = leaves.get(Names.key(labels.get(i)));
            if (leaf == null) {
                strange.add(labels.get(i));
            } else if (columns.putIfAbsent(leaf, i + 1) != null) {
                throw new MappingError("Mapping a row to " + type.getName() + ": two of its columns are named "
                        + labels.get(i) + ". Give each column a name of its own, with \"as\".");
            }
        }
        List<String> missing = new ArrayList<>();
        ObjectReader reader = plan(root, new int[0], columns, missing);
        if (!strange.isEmpty() || !missing.isEmpty()) {
            throw new MappingError("Mapping a row to " + type.getName() + ": "
                    + (strange.isEmpty() ? "" : "it has no component for column " + String.join(", ", strange))
                    + (strange.isEmpty() || missing.isEmpty() ? "" : "; ")
                    + (missing.isEmpty() ? "" : "the row has no column for component " + String.join(", ", missing))
                    + ". The row has the columns " + String.join(", ", labels) + "; the components want "
                    + String.join(", ", columns())
                    + ". Select the columns that the components want, renamed with \"as\" where need be, or change the"
                    + " class.");
        }
        return reader;
    }

    private ObjectReader plan(Node node, int[] path, Map<Leaf, Integer> columns, List<String> missing)
            throws SQLException {
        Slot[] slots = new Slot[node.components.length];
        for (int i = 0; i < slots.length; i++) {
            Component component = node.components[i];
            int[] here = Arrays.copyOf(path, path.length + 1);
            here[path.length] = i;
            Leaf leaf = leafAt(here);
            Integer column = leaf == null ? null : columns.get(leaf);
            if (leaf != null && column != null) {
                if (leaf.json()) {
                    refuseBoth(here, leaf, columns);
                }
                slots[i] = new Slot(component, leaf.column, leaf.value, column, null);
            } else if (component.nested != null) {
                slots[i] = new Slot(component, "", null, 0, plan(component.nested, here, columns, missing));
            } else {
                missing.add(leaf == null ? component.name : leaf.name);
                slots[i] = new Slot(component, "", null, 0, null);
            }
        }
        return new ObjectReader(node, slots);
    }

    private void refuseBoth(int[] path, Leaf whole, Map<Leaf, Integer> columns) throws SQLException {
        for (Leaf other : columns.keySet()) {
            if (other.path.length > path.length && Arrays.equals(Arrays.copyOf(other.path, path.length), path)) {
                throw new MappingError("Mapping a row to " + type.getName() + ": component " + whole.name
                        + " has both the column " + whole.column + ", which would be JSON, and the column "
                        + other.column + ". Select one or the other.");
            }
        }
    }

    private @Nullable Leaf leafAt(int[] path) {
        for (Leaf leaf : leaves.values()) {
            if (Arrays.equals(leaf.path, path)) {
                return leaf;
            }
        }
        return null;
    }

    /**
     * The value of one component, seen as that of its column.
     *
     * @param <T> the class that has the component
     * @since 0.1
     */
    public static final class ColumnValue<T> {
        private final Leaf leaf;

        private ColumnValue(Leaf leaf) {
            this.leaf = leaf;
        }

        /**
         * Returns the column's name.
         *
         * @return in snake case
         */
        public String column() {
            return leaf.column;
        }

        /**
         * Returns the component's name.
         *
         * @return the name; {@code address.street} for one inside another
         */
        public String component() {
            return leaf.name;
        }

        /**
         * Returns the class of the component.
         *
         * @return the class; a primitive type is given as its wrapper, an optional one as what it holds
         */
        public Class<?> javaType() {
            return leaf.value.javaType();
        }

        /**
         * Returns how the component is read and bound.
         *
         * @return its type
         */
        public ValueType valueType() {
            return leaf.value;
        }

        /**
         * Returns how the component is read and bound where its column is JSON although it is a collection.
         *
         * @return its type
         * @throws IllegalArgumentException if there is no JSON mapper
         */
        public ValueType jsonType() {
            return leaf.steps[leaf.steps.length - 1].asJson();
        }

        /**
         * Answers whether the component's own components could have columns too, so that this one would be JSON.
         *
         * @return whether they could
         */
        public boolean isJson() {
            return leaf.json();
        }

        /**
         * Answers whether the component cannot be null.
         *
         * @return whether it is of a primitive type
         */
        public boolean isPrimitive() {
            return leaf.steps[leaf.steps.length - 1].primitive;
        }

        /**
         * Takes the value out of an object.
         *
         * @param object the object
         * @return the value of its component
         */
        public @Nullable Object of(T object) {
            Object value = object;
            for (Component step : leaf.steps) {
                if (value == null) {
                    return null;
                }
                value = step.get(value);
            }
            return value;
        }
    }

    /** A component that one column holds. */
    private static final class Leaf {
        private final String column;
        private final String name;
        private final int[] path;
        private final Component[] steps;
        private final ValueType value;
        private final boolean json;

        Leaf(Node root, String column, String name, int[] path, ValueType value, boolean json) {
            this.column = column;
            this.name = name;
            this.path = path;
            this.value = value;
            this.json = json;
            this.steps = new Component[path.length];
            Node node = root;
            for (int i = 0; i < path.length; i++) {
                steps[i] = node.components[path[i]];
                if (steps[i].nested != null) {
                    node = steps[i].nested;
                }
            }
        }

        /** Whether the component's own components could have columns too. */
        boolean json() {
            return json;
        }
    }

    /** The columns that were read last, which mostly are those of the next rows too. */
    private static final class KnownShape {
        private final String[] labels;
        private final ObjectReader reader;

        KnownShape(String[] labels, ObjectReader reader) {
            this.labels = labels;
            this.reader = reader;
        }

        boolean fits(ResultSetMetaData columns) throws SQLException {
            if (columns.getColumnCount() != labels.length) {
                return false;
            }
            for (int i = 0; i < labels.length; i++) {
                if (!labels[i].equals(columns.getColumnLabel(i + 1))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Where the value of one component comes from: a column, or the columns of its own components. */
    private record Slot(
            Component component,
            String columnName,
            @Nullable ValueType value,
            int column,
            @Nullable ObjectReader nested) {}

    /** Makes an object of a row that has certain columns. */
    private static final class ObjectReader {
        private final Node node;
        private final Slot[] slots;

        ObjectReader(Node node, Slot[] slots) {
            this.node = node;
            this.slots = slots;
        }

        /** Whether the columns that need an offset have one for sure. */
        boolean hasOffsets(ResultSetMetaData columns) throws SQLException {
            for (Slot slot : slots) {
                boolean sure = slot.nested != null
                        ? slot.nested.hasOffsets(columns)
                        : slot.value == null
                                || !slot.value.isOffsetNeeded()
                                || ValueType.hasOffset(columns, slot.column);
                if (!sure) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Looks at the values of a row.
         *
         * @return whether all that there is to look at was there
         */
        boolean check(ResultSet row) throws SQLException {
            boolean complete = true;
            for (Slot slot : slots) {
                if (slot.value != null && slot.value.isOffsetNeeded()) {
                    String text = row.getString(slot.column);
                    complete &= text != null && text.indexOf(' ') > 0; // infinity tells nothing
                    String refusal = text == null ? null : slot.value.refusal(text);
                    if (refusal != null) {
                        throw failure(slot, refusal, null);
                    }
                } else if (slot.nested != null) {
                    complete &= slot.nested.check(row);
                }
            }
            return complete;
        }

        Object read(ResultSet row) throws SQLException {
            @Nullable Object[] arguments = new Object[slots.length];
            for (int i = 0; i < slots.length; i++) {
                arguments[i] = argument(slots[i], row, null);
            }
            return node.create(arguments);
        }

        /** Reads an object that is null if all of its columns are. */
        private @Nullable Object readNested(ResultSet row, boolean[] anyValue) throws SQLException {
            @Nullable Object[] arguments = new Object[slots.length];
            boolean[] found = new boolean[1];
            for (int i = 0; i < slots.length; i++) {
                arguments[i] = argument(slots[i], row, found);
            }
            if (!found[0]) {
                return null;
            }
            anyValue[0] = true;
            for (int i = 0; i < slots.length; i++) {
                if (arguments[i] == null) {
                    refuseNull(slots[i]);
                }
            }
            return node.create(arguments);
        }

        /** Reads one value; inside a nested object a null may still mean that there is no such object. */
        private static @Nullable Object argument(Slot slot, ResultSet row, boolean @Nullable [] found)
                throws SQLException {
            Object value;
            if (slot.value != null) {
                value = column(slot, row);
                if (found != null && value != null) {
                    found[0] = true;
                }
            } else if (slot.nested != null) {
                value = slot.nested.readNested(row, found == null ? new boolean[1] : found);
            } else {
                value = null;
            }
            if (slot.component.optional) {
                return Optional.ofNullable(value);
            }
            if (value == null && found == null) {
                refuseNull(slot);
            }
            return value;
        }

        private static @Nullable Object column(Slot slot, ResultSet row) throws SQLException {
            ValueType type = slot.value;
            if (type == null) {
                return null;
            }
            try {
                return type.read(row, slot.column);
            } catch (MappingError e) {
                throw failure(slot, String.valueOf(e.getMessage()), e);
            } catch (SQLException | ClassCastException e) {
                throw failure(
                        slot,
                        "a column of type " + row.getMetaData().getColumnTypeName(slot.column) + " cannot be read as "
                                + type.javaType().getName(),
                        e);
            }
        }

        private static void refuseNull(Slot slot) throws SQLException {
            if (slot.component.primitive) {
                throw failure(
                        slot,
                        "it is null, and the component is "
                                + slot.component.raw.getName() + "; make it "
                                + ValueTypes.wrapper(slot.component.raw).getSimpleName()
                                + " or Optional, or select a value with coalesce",
                        null);
            }
        }

        private static MappingError failure(Slot slot, String found, @Nullable Exception e) {
            MappingError error = new MappingError("Mapping column "
                    + (slot.columnName.isEmpty() ? slot.component.name : slot.columnName) + " to component "
                    + slot.component.name + " of " + slot.component.owner.getName() + ": " + found
                    + ". Change the component's type or the column that is selected.");
            if (e != null) {
                error.setStackTrace(e.getStackTrace());
            }
            return error;
        }
    }

    /** A class that is made of columns. */
    private static final class Node {
        private final MethodHandle constructor;
        private final Component[] components;

        private Node(MethodHandle constructor, Component[] components) {
            this.constructor = constructor;
            this.components = components;
        }

        static Node of(Class<?> type, ValueTypes values, Set<Class<?>> around) {
            MethodHandles.Lookup lookup = lookup(type);
            Constructor<?> constructor = constructor(type);
            String[] names = names(type, constructor);
            Type[] types = constructor.getGenericParameterTypes();
            Component[] components = new Component[names.length];
            Set<Class<?>> outer = new java.util.HashSet<>(around);
            outer.add(type);
            for (int i = 0; i < components.length; i++) {
                components[i] = Component.of(type, names[i], types[i], accessor(lookup, type, names[i]), values, outer);
            }
            try {
                MethodHandle handle = lookup.unreflectConstructor(constructor);
                return new Node(
                        handle.asSpreader(Object[].class, names.length)
                                .asType(MethodType.methodType(Object.class, Object[].class)),
                        components);
            } catch (IllegalAccessException e) {
                throw closed(type, e);
            }
        }

        Object create(@Nullable Object[] arguments) {
            try {
                return (Object) constructor.invokeExact(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalArgumentException("Creating an object of a row: its constructor threw " + e, e);
            }
        }

        private static MethodHandles.Lookup lookup(Class<?> type) {
            try {
                return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            } catch (IllegalAccessException e) {
                throw closed(type, e);
            }
        }

        private static IllegalArgumentException closed(Class<?> type, IllegalAccessException e) {
            return new IllegalArgumentException(
                    "Mapping " + type.getName() + ": its module " + type.getModule() + " does not open the package "
                            + type.getPackageName()
                            + ". Write \"opens " + type.getPackageName()
                            + " to dev.rowhouse.jdbc\" in its module-info.",
                    e);
        }

        private static Constructor<?> constructor(Class<?> type) {
            if (type.isRecord()) {
                Class<?>[] types = Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
                try {
                    return type.getDeclaredConstructor(types);
                } catch (NoSuchMethodException e) {
                    throw new IllegalStateException(
                            "Mapping " + type.getName() + ": the record has no canonical constructor.", e);
                }
            }
            List<Constructor<?>> constructors = new ArrayList<>();
            if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (constructor.getParameterCount() > 0 && !Modifier.isPrivate(constructor.getModifiers())) {
                        constructors.add(constructor);
                    }
                }
            }
            if (constructors.size() != 1) {
                throw new IllegalArgumentException("Mapping " + type.getName() + ": it is no record and has "
                        + constructors.size()
                        + " constructors with parameters. Use a record, a class with one such constructor, or a"
                        + " RowMapper.");
            }
            return constructors.get(0);
        }

        private static String[] names(Class<?> type, Constructor<?> constructor) {
            if (type.isRecord()) {
                return Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toArray(String[]::new);
            }
            Parameter[] parameters = constructor.getParameters();
            String[] names = new String[parameters.length];
            for (int i = 0; i < names.length; i++) {
                if (!parameters[i].isNamePresent()) {
                    throw new IllegalArgumentException("Mapping " + type.getName()
                            + ": the names of its constructor's parameters are not in the class file. Compile it with"
                            + " -parameters, or use a record.");
                }
                names[i] = parameters[i].getName();
            }
            return names;
        }

        /** Finds what reads a component: {@code name()}, {@code getName()} or {@code isName()}. */
        private static @Nullable MethodHandle accessor(MethodHandles.Lookup lookup, Class<?> type, String name) {
            String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            for (String candidate : List.of(name, "get" + capital, "is" + capital)) {
                for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
                    for (Method method : owner.getDeclaredMethods()) {
                        if (reads(method, candidate)) {
                            return handle(lookup, method);
                        }
                    }
                }
            }
            return null;
        }

        private static boolean reads(Method method, String name) {
            return method.getName().equals(name)
                    && method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Modifier.isStatic(method.getModifiers());
        }

        private static MethodHandle handle(MethodHandles.Lookup lookup, Method method) {
            try {
                return lookup.unreflect(method).asType(MethodType.methodType(Object.class, Object.class));
            } catch (IllegalAccessException e) {
                throw closed(method.getDeclaringClass(), e);
            }
        }
    }

    /** A component of a record, or a parameter of a constructor. */
    private static final class Component {
        private final Class<?> owner;
        private final String name;
        private final Type type;
        private final Class<?> raw;
        private final ValueTypes values;
        private final boolean primitive;
        private final boolean optional;
        private final @Nullable MethodHandle accessor;

        /** How the one column of the component is read, if it always has one. */
        private final @Nullable ValueType value;

        /** The components of the component, if it may have columns of its own. */
        private final @Nullable Node nested;

        /** How the component is read where it stands in one column all the same. */
        private final @Nullable ValueType json;

        private Component(
                Class<?> owner,
                String name,
                Type type,
                ValueTypes values,
                boolean optional,
                @Nullable MethodHandle accessor,
                @Nullable ValueType value,
                @Nullable Node nested,
                @Nullable ValueType json) {
            this.owner = owner;
            this.name = name;
            this.raw = ValueTypes.rawClass(type);
            this.primitive = raw.isPrimitive();
            this.optional = optional;
            this.accessor = accessor;
            this.value = value;
            this.nested = nested;
            this.json = json;
            this.type = type;
            this.values = values;
        }

        static Component of(
                Class<?> owner,
                String name,
                Type declared,
                @Nullable MethodHandle accessor,
                ValueTypes values,
                Set<Class<?>> around) {
            try {
                boolean optional = ValueTypes.rawClass(declared) == Optional.class;
                Type type = optional ? ValueTypes.argument(declared) : declared;
                Class<?> raw = ValueTypes.rawClass(type);
                if (raw.isRecord() && raw != Range.class && !around.contains(raw)) {
                    Node nested = Node.of(raw, values, around);
                    return new Component(
                            owner,
                            name,
                            type,
                            values,
                            optional,
                            accessor,
                            null,
                            nested,
                            values.hasJson() ? values.of(type) : null);
                }
                return new Component(owner, name, type, values, optional, accessor, values.of(type), null, null);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Mapping component " + name + " of " + owner.getName() + " failed. " + e.getMessage(), e);
            }
        }

        ValueType asJson() {
            return values.jsonOf(type);
        }

        @Nullable
        Object get(Object object) {
            if (accessor == null) {
                throw new IllegalArgumentException("Reading " + name + " of " + owner.getName()
                        + ": it has no method of that name, nor one with \"get\" or \"is\" in front of it. Add one, or bind"
                        + " the parameter by itself.");
            }
            Object value;
            try {
                value = (Object) accessor.invokeExact(object);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalArgumentException(
                        "Reading " + name + " of " + owner.getName() + ": its accessor threw " + e, e);
            }
            return optional && value instanceof Optional<?> option ? option.orElse(null) : value;
        }
    }
}
