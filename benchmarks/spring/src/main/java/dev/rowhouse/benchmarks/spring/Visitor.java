package dev.rowhouse.benchmarks.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One connection to the application, which stays open. As little as HTTP/1.1 allows, so that the server's share is seen. */
final class Visitor implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final InputStream answers;

    Visitor(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks for a visit; throws unless the answer is that visit. */
    void get(String path, int tenant, int number) throws IOException {
        String id = Database.visit(tenant, number);
        socket.getOutputStream()
                .write(("GET " + path + "/" + id + " HTTP/1.1\r\nHost: localhost\r\nX-Tenant-ID: "
                                + Database.tenant(tenant) + "\r\n\r\n")
                        .getBytes(US_ASCII));
        String status = line();
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(LENGTH)) {
                length = Integer.parseInt(name.substring(LENGTH.length()));
            }
        }
        String body = length < 0 ? "without a length" : new String(answers.readNBytes(length), UTF_8);
        if (!status.startsWith("HTTP/1.1 200") || !body.contains(id)) {
            throw new IllegalStateException(
                    "Asking for " + path + "/" + id + ": the answer was " + status + ", " + body);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("The application closed the connection.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
