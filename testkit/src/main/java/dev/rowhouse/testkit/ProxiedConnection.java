package dev.rowhouse.testkit;

import dev.rowhouse.testkit.DelayedPipe.Inspector;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One client of the proxy and its connection to the server. */
final class ProxiedConnection implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int LONGEST_STARTUP_PACKET = 10_000;
    private static final int DIRECTIONS = 2;
    private static final int CONNECT_MILLIS = 5_000;

    private final RoundTripProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicInteger endedDirections = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    ProxiedConnection(RoundTripProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void start() {
        run("startup", this::connect);
    }

    private void connect() throws IOException, InterruptedException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        byte[] startup = readStartup();
        try {
            server.connect(new InetSocketAddress(proxy.serverHost(), proxy.serverPort()), CONNECT_MILLIS);
        } catch (IOException e) {
            refuse("The round-trip proxy tried to connect to " + proxy.serverHost() + ":" + proxy.serverPort() + ": "
                    + e.getMessage() + ". Start the server again, or start the proxy after it.");
            throw e;
        }
        server.getOutputStream().write(startup);
        RoundTripCounter counter = new RoundTripCounter(proxy.counter());
        Inspector toServer = new MessageReader(counter::clientSends)::accept;
        Inspector toClient = new MessageReader(counter::serverSends)::accept;
        relay("to-server", new DelayedPipe(client, server, toServer, Inspector.NONE, proxy::delayNanos));
        relay("to-client", new DelayedPipe(server, client, Inspector.NONE, toClient, proxy::delayNanos));
    }

    /** Reads the first packet, which has no type, and says no to encryption, under which nothing could be counted. */
    private byte[] readStartup() throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            int length = in.readInt();
            if (length < 2 * Integer.BYTES || length > LONGEST_STARTUP_PACKET) {
                throw new IOException("This is not PostgreSQL's protocol: a startup packet of " + length + " bytes");
            }
            int code = in.readInt();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.getOutputStream().write('N');
                continue;
            }
            byte[] rest = in.readNBytes(length - 2 * Integer.BYTES);
            ByteArrayOutputStream packet = new ByteArrayOutputStream(length);
            DataOutputStream out = new DataOutputStream(packet);
            out.writeInt(length);
            out.writeInt(code);
            out.write(rest);
            return packet.toByteArray();
        }
    }

    /** Sends an error of the server's kind, so that the client's exception tells what happened. */
    private void refuse(String message) throws IOException {
        byte[] fields = ("SFATAL\0VFATAL\0C08001\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.writeByte('E');
        out.writeInt(Integer.BYTES + fields.length);
        out.write(fields);
        out.flush();
    }

    private void relay(String direction, DelayedPipe pipe) {
        run(direction + "-read", pipe::read);
        run(direction + "-write", () -> {
            pipe.write();
            if (endedDirections.incrementAndGet() == DIRECTIONS) {
                close();
            }
        });
    }

    private void run(String role, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        close(); // one side has gone, or the proxy was closed: so must the other side go
                    }
                },
                "round-trip-proxy-" + proxy.port() + "-" + role);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt(); // it came too late to be seen by close()
        }
    }

    @Override
    public void close() {
        closed = true;
        proxy.forget(this);
        closeQuietly(client);
        closeQuietly(server);
        threads.forEach(Thread::interrupt);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to be done with it
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
