package dev.rowhouse.testkit;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantRunnable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a PostgreSQL server, counts the round trips between them, and can make each take longer.
 *
 * <pre>{@code
 * try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
 *         Connection connection = database.through(proxy).getConnection()) {
 *     long roundTrips = proxy.count(() -> readOneRow(connection));
 * }
 * }</pre>
 *
 * <p><b>What counts.</b> A round trip begins with the first message that a client sends after the server has answered
 * everything that was asked before. The proxy reads the messages of both sides (PostgreSQL, chapter "Frontend/Backend
 * Protocol") to know what asks for an answer and what answers: Query and Sync for ReadyForQuery, CopyDone after
 * CopyInResponse, and so on. Neither time nor how TCP cuts the stream has a part in it. A batch whose first answers come
 * back while its last rows are still being sent is one round trip, and so is BEGIN with the statement behind it. Counting
 * changes of direction would count such batches by chance, and counting ReadyForQuery would count BEGIN apart and COPY
 * too little. pgjdbc reads all answers before it sends again, so its count is exact. Not counted are requests for
 * encryption, startup and authentication, cancel requests and the farewell.
 *
 * <p><b>What to measure.</b> pgjdbc sends statements of its own when it connects, and HikariCP tests a connection that lay
 * idle for half a second. Take the connection out of the pool first, then count.
 *
 * <p>The proxy refuses encryption, so that a client which only prefers it goes on without. Instances are safe for use by
 * many threads and count all of their connections together.
 *
 * @since 0.1
 */
public final class RoundTripProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final String serverHost;
    private final int serverPort;
    private final ServerSocket listener;
    private final AtomicLong roundTrips = new AtomicLong();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;

    private RoundTripProxy(String serverHost, int serverPort, ServerSocket listener) {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /**
     * Starts a proxy on a free port of the loopback address.
     *
     * @param host the server's host
     * @param port the server's port
     * @return a running proxy; the caller closes it
     * @throws RowhouseException if nothing answers there
     */
    public static RoundTripProxy start(String host, int port) {
        requireNonNull(host, "host");
        try {
            verifyReachable(host, port);
            ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            RoundTripProxy proxy = new RoundTripProxy(host, port, listener);
            Thread acceptor = new Thread(proxy::accept, "round-trip-proxy-" + listener.getLocalPort());
            acceptor.setDaemon(true);
            acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new RowhouseException(
                    "Starting a round-trip proxy to " + host + ":" + port + ": " + e.getMessage()
                            + ". Start the server first, and give the host and port on which it listens.",
                    e);
        }
    }

    private static void verifyReachable(String host, int port) throws IOException {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        }
    }

    /**
     * Makes each round trip take longer from now on, also on connections that are open. Half of the time is added in each
     * direction. A stream keeps its throughput: what is sent together arrives together. It is never less, and a little
     * more: the operating system wakes threads some hundredths of a millisecond late, later if it is busy.
     *
     * @param roundTrip what a round trip is to take on top; zero is the default
     * @return this proxy
     */
    public RoundTripProxy withDelay(Duration roundTrip) {
        requireNonNull(roundTrip, "roundTrip");
        if (roundTrip.isNegative()) {
            throw new IllegalArgumentException(
                    "Setting the delay of a round-trip proxy: " + roundTrip + " is negative. Give zero or more.");
        }
        delayNanos = roundTrip.toNanos() / 2;
        return this;
    }

    /**
     * Returns the port on which the proxy listens, on the loopback address.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Returns how many round trips were begun since the start or the last {@link #reset()}.
     *
     * @return the count over all connections
     */
    public long roundTrips() {
        return roundTrips.get();
    }

    /** Begins to count at zero. */
    public void reset() {
        roundTrips.set(0);
    }

    /**
     * Runs a body and returns how many round trips were begun meanwhile, by whichever thread.
     *
     * @param body the work
     * @param <X> what the body throws
     * @return the count
     * @throws X whatever the body throws
     */
    public <X extends Throwable> long count(TenantRunnable<X> body) throws X {
        requireNonNull(body, "body");
        long before = roundTrips();
        body.run();
        return roundTrips() - before;
    }

    /** Stops listening and cuts all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new RowhouseException(
                    "Closing the round-trip proxy on port " + port() + ": " + e.getMessage()
                            + ". Nothing is left to do.",
                    e);
        } finally {
            connections.forEach(ProxiedConnection::close);
        }
    }

    String serverHost() {
        return serverHost;
    }

    int serverPort() {
        return serverPort;
    }

    long delayNanos() {
        return delayNanos;
    }

    AtomicLong counter() {
        return roundTrips;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                ProxiedConnection connection = new ProxiedConnection(this, listener.accept());
                connections.add(connection);
                connection.start();
                if (listener.isClosed()) {
                    connection.close();
                }
            } catch (IOException e) {
                // closed, or a client that went away before it was served
            }
        }
    }
}
