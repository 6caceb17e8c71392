package dev.rowhouse.connection;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;

/** Stands for the driver: records each call and answers with a nought, or with another object that records. */
final class Recorder {
    private record Call(Method method, List<Object> arguments) {}

    private final List<Call> calls = new ArrayList<>();

    /** An object of a JDBC interface whose calls are recorded. */
    <T> T a(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                Recorder.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(proxy, method, arguments);
                    }
                    calls.add(new Call(method, arguments == null ? List.of() : copy(arguments)));
                    return answer(method, arguments);
                }));
    }

    boolean recorded(Method method, Object[] arguments) {
        return calls.stream()
                .anyMatch(call -> call.method().getName().equals(method.getName())
                        && List.of(call.method().getParameterTypes()).equals(List.of(method.getParameterTypes()))
                        && Objects.deepEquals(call.arguments().toArray(), arguments));
    }

    private static List<Object> copy(Object[] arguments) {
        return new ArrayList<>(List.of(arguments));
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "recorder";
        };
    }

    private Object answer(Method method, Object[] arguments) {
        Class<?> type = method.getReturnType();
        if (type == boolean.class) {
            return method.getName().equals("isWrapperFor");
        }
        if (method.getName().equals("getResultSetConcurrency")) {
            return java.sql.ResultSet.CONCUR_READ_ONLY;
        }
        if (method.getName().equals("getUpdateCount")) {
            return -1;
        }
        if (method.getName().equals("unwrap") && ((Class<?>) arguments[0]).isInterface()) {
            return a((Class<?>) arguments[0]);
        }
        return type == void.class ? nothing() : sample(type);
    }

    @SuppressWarnings("NullAway") // what a method without a result answers
    private static Object nothing() {
        return null;
    }

    static Object[] samples(Method method) {
        Object[] samples = new Object[method.getParameterCount()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new Recorder().sample(method.getParameterTypes()[i]);
        }
        return samples;
    }

    /** A value of a type; the same each time where it has a value. */
    private Object sample(Class<?> type) {
        if (type.isPrimitive()) {
            return primitive(type);
        }
        if (type.isArray()) {
            return java.lang.reflect.Array.newInstance(type.getComponentType(), 1);
        }
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(String.class, "x"),
                Map.entry(Object.class, "x"),
                Map.entry(Class.class, Integer.class),
                Map.entry(BigDecimal.class, BigDecimal.TEN),
                Map.entry(Date.class, new Date(0)),
                Map.entry(Time.class, new Time(0)),
                Map.entry(Timestamp.class, new Timestamp(0)),
                Map.entry(SQLType.class, JDBCType.VARCHAR),
                Map.entry(Map.class, Map.of()),
                Map.entry(Properties.class, new Properties()),
                Map.entry(InputStream.class, new ByteArrayInputStream(new byte[0])),
                Map.entry(Reader.class, new StringReader("")),
                Map.entry(PrintWriter.class, new PrintWriter(new java.io.StringWriter())),
                Map.entry(Executor.class, (Executor) Runnable::run),
                Map.entry(URL.class, url()));
        Object value = values.get(type);
        if (value != null) {
            return value;
        }
        if (type == Calendar.class) {
            Calendar calendar = Calendar.getInstance();
            calendar.setTimeInMillis(0);
            return calendar;
        }
        if (type.isInterface()) {
            return a(type);
        }
        return other(type);
    }

    @SuppressWarnings("NullAway") // of the few other types, loggers and warnings among them, there is no sample
    private static Object other(Class<?> type) {
        return type.isEnum() ? type.getEnumConstants()[1] : null;
    }

    private static Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == short.class) {
            return (short) 1;
        }
        if (type == byte.class) {
            return (byte) 1;
        }
        if (type == float.class) {
            return 1f;
        }
        if (type == double.class) {
            return 1d;
        }
        return 1;
    }

    private static URL url() {
        try {
            return URI.create("http://localhost/").toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
