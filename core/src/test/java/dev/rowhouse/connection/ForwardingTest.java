package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each method of the JDBC interfaces, defaults included, is forwarded to the same method with the same arguments. A
 * recorder stands where the driver would: it records, and answers nothing that a database would.
 */
class ForwardingTest {
    /** A wrapper, the interface it forwards, and the methods that answer by themselves, each for a reason. */
    private record Forwarder(Class<?> contract, Function<Recorder, Object> wrap, Set<String> onItsOwn) {
        @Override
        public String toString() {
            return contract.getSimpleName();
        }
    }

    static Stream<Forwarder> forwarders() {
        // closing on completion is the wrapper's own: the driver would close with the context's result
        Set<String> statement = Set.of("closeOnCompletion()", "isCloseOnCompletion()");
        // a prepared statement takes no text; the driver refuses it in the same words
        Set<String> prepared = new TreeSet<>(statement);
        prepared.addAll(List.of("addBatch(String)", "executeQuery(String)"));
        for (String name : List.of("execute", "executeUpdate", "executeLargeUpdate")) {
            for (String parameters : List.of("(String)", "(String,int)", "(String,int[])", "(String,String[])")) {
                prepared.add(name + parameters);
            }
        }
        return Stream.of(
                new Forwarder(
                        DataSource.class,
                        recorder -> TenantDataSource.wrap(recorder.a(DataSource.class)),
                        // its connections would not carry the tenant
                        Set.of("createConnectionBuilder()")),
                new Forwarder(Connection.class, ForwardingTest::connection, Set.of()),
                new Forwarder(
                        Statement.class,
                        recorder -> new TenantStatement(connection(recorder), recorder.a(Statement.class)),
                        statement),
                new Forwarder(
                        PreparedStatement.class,
                        recorder -> unchecked(() -> new TenantPreparedStatement(
                                connection(recorder),
                                SqlText.of("select ?"),
                                sql -> recorder.a(PreparedStatement.class),
                                false,
                                true)),
                        prepared),
                new Forwarder(
                        CallableStatement.class,
                        recorder -> unchecked(() -> new TenantCallableStatement(
                                connection(recorder),
                                SqlText.of("{call p(?)}"),
                                sql -> recorder.a(CallableStatement.class),
                                true)),
                        prepared),
                new Forwarder(
                        ResultSet.class,
                        recorder -> new TenantResultSet(
                                connection(recorder), null, recorder.a(ResultSet.class), false, null),
                        Set.of()),
                new Forwarder(
                        DatabaseMetaData.class,
                        recorder ->
                                new TenantDatabaseMetaData(connection(recorder), recorder.a(DatabaseMetaData.class)),
                        Set.of()),
                new Forwarder(
                        Array.class,
                        recorder -> new TenantArray(connection(recorder), recorder.a(Array.class)),
                        Set.of()));
    }

    private static TenantConnection connection(Recorder recorder) {
        ContextSql contextSql = new ContextSql("app.current_tenant_id", "app.current_actor", null, null);
        return new TenantConnection(
                recorder.a(Connection.class),
                new TenantDataSource.Settings(contextSql, false, new SqlTexts(), null),
                true,
                Pin.NONE,
                0);
    }

    @ParameterizedTest
    @MethodSource("forwarders")
    void forwards_every_method(Forwarder forwarder) {
        assertThat(notForwarded(forwarder)).isEqualTo(new TreeSet<>(forwarder.onItsOwn()));
    }

    @ParameterizedTest
    @MethodSource("forwarders")
    void hands_out_no_object_of_the_driver_that_leads_around_the_wrapper(Forwarder forwarder) {
        Set<String> raw = new TreeSet<>();
        for (Method method : methodsOf(forwarder.contract())) {
            Recorder recorder = new Recorder();
            Object answer = call(forwarder.wrap().apply(recorder), method);
            if (leadsToTheDriver(answer) && !method.getName().equals("unwrap")) {
                raw.add(signature(method));
            }
        }

        assertThat(raw).isEmpty();
    }

    @Test
    void finds_a_method_that_is_not_forwarded_and_a_default_that_was_not_overridden() {
        Forwarder array = new Forwarder(Array.class, recorder -> new ForgetfulArray(recorder.a(Array.class)), Set.of());
        Forwarder dataSource = new Forwarder(
                DataSource.class, recorder -> new ForgetfulDataSource(recorder.a(DataSource.class)), Set.of());

        assertThat(notForwarded(array)).containsExactly("free()", "getBaseType()");
        assertThat(notForwarded(dataSource)).containsExactly("createConnectionBuilder()", "createShardingKeyBuilder()");
    }

    private static Set<String> notForwarded(Forwarder forwarder) {
        Set<String> missing = new TreeSet<>();
        for (Method method : methodsOf(forwarder.contract())) {
            Recorder recorder = new Recorder();
            Object wrapper = forwarder.wrap().apply(recorder);
            Object[] arguments = Recorder.samples(method);
            call(wrapper, method, arguments);
            if (!recorder.recorded(method, arguments)) {
                missing.add(signature(method));
            }
        }
        return missing;
    }

    private static List<Method> methodsOf(Class<?> contract) {
        return Stream.of(contract.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    private static boolean leadsToTheDriver(Object answer) {
        return (answer instanceof Connection
                        || answer instanceof Statement
                        || answer instanceof ResultSet
                        || answer instanceof DatabaseMetaData
                        || answer instanceof Array)
                && !answer.getClass().getPackage().equals(TenantConnection.class.getPackage());
    }

    private static Object call(Object wrapper, Method method) {
        return call(wrapper, method, Recorder.samples(method));
    }

    /** What the wrapper answers, or nothing where it refuses. */
    private static Object call(Object wrapper, Method method, Object... arguments) {
        try {
            Object answer = method.invoke(wrapper, arguments);
            return answer == null ? "" : answer;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).as(signature(method)).isInstanceOf(SQLException.class);
            return "";
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signature(Method method) {
        return method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private static <T> T unchecked(TenantTransaction.SqlWork<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does not forward two methods. */
    private record ForgetfulArray(Array delegate) implements Array {
        @Override
        public String getBaseTypeName() throws SQLException {
            return delegate.getBaseTypeName();
        }

        @Override
        public int getBaseType() {
            return 0;
        }

        @Override
        public Object getArray() throws SQLException {
            return delegate.getArray();
        }

        @Override
        public Object getArray(Map<String, Class<?>> map) throws SQLException {
            return delegate.getArray(map);
        }

        @Override
        public Object getArray(long index, int count) throws SQLException {
            return delegate.getArray(index, count);
        }

        @Override
        public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
            return delegate.getArray(index, count, map);
        }

        @Override
        public ResultSet getResultSet() throws SQLException {
            return delegate.getResultSet();
        }

        @Override
        public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
            return delegate.getResultSet(map);
        }

        @Override
        public ResultSet getResultSet(long index, int count) throws SQLException {
            return delegate.getResultSet(index, count);
        }

        @Override
        public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
            return delegate.getResultSet(index, count, map);
        }

        @Override
        public void free() {}
    }

    /** Leaves the defaults of the interface as they are. */
    private record ForgetfulDataSource(DataSource delegate) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return delegate.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return delegate.getConnection(username, password);
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return delegate.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            delegate.setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            delegate.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return delegate.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
            return delegate.getParentLogger();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return delegate.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return delegate.isWrapperFor(type);
        }
    }
}
