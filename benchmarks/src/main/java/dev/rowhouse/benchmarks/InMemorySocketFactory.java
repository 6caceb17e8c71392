package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Connects the driver to an {@link InMemoryServer}: name it in the connection property {@code socketFactory}. */
public final class InMemorySocketFactory extends SocketFactory {
    /** Creates the factory; the driver calls it. */
    public InMemorySocketFactory() {}

    /** Opens a pool of two connections to servers in memory. */
    static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://memory/benchmark?sslmode=disable&gssEncMode=disable&socketFactory="
                + InMemorySocketFactory.class.getName());
        config.setUsername("benchmark");
        config.setPassword("benchmark");
        config.setMaximumPoolSize(2);
        // without these the pool asks questions that only a real server answers
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setKeepaliveTime(0);
        return new HikariDataSource(config);
    }

    @Override
    public Socket createSocket() {
        return new InMemorySocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        return createSocket();
    }

    /** A socket that calls the server where the driver flushes. */
    private static final class InMemorySocket extends Socket {
        private final InMemoryServer server = new InMemoryServer();
        private volatile boolean closed;

        @Override
        public void connect(SocketAddress endpoint, int timeout) {}

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public synchronized void close() {
            closed = true;
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public synchronized void setSoTimeout(int timeout) {}

        @Override
        public synchronized int getSoTimeout() {
            return 0;
        }

        @Override
        public synchronized int getSendBufferSize() {
            return InMemoryServer.BUFFER_BYTES;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return server.read(bytes, offset, length);
                }

                @Override
                public int available() {
                    return server.available();
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    server.write(bytes, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    server.answer();
                }
            };
        }
    }
}
