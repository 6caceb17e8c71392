package dev.rowhouse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection. One thread reads, another writes each chunk when it is due, so that a delay moves a
 * stream in time and does not make it narrower.
 */
final class DelayedPipe {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CHUNKS_IN_FLIGHT = 256;

    private final Socket from;
    private final Socket to;
    private final Inspector arriving;
    private final Inspector leaving;
    private final LongSupplier delayNanos;
    private final BlockingQueue<Chunk> inFlight = new ArrayBlockingQueue<>(CHUNKS_IN_FLIGHT);

    DelayedPipe(Socket from, Socket to, Inspector arriving, Inspector leaving, LongSupplier delayNanos) {
        this.from = from;
        this.to = to;
        this.arriving = arriving;
        this.leaving = leaving;
        this.delayNanos = delayNanos;
    }

    /** Looks at bytes, when they arrive or before they leave. */
    @FunctionalInterface
    interface Inspector {
        Inspector NONE = (bytes, count) -> {};

        void accept(byte[] bytes, int count);
    }

    /** Reads until the sender has ended its stream. */
    void read() throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        InputStream in = from.getInputStream();
        int count;
        while ((count = in.read(buffer)) >= 0) {
            long due = System.nanoTime() + delayNanos.getAsLong();
            arriving.accept(buffer, count);
            inFlight.put(new Chunk(due, Arrays.copyOf(buffer, count)));
        }
        inFlight.put(new Chunk(System.nanoTime() + delayNanos.getAsLong(), null));
    }

    /** Writes until the end of the stream has been passed on. */
    void write() throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        while (true) {
            Chunk chunk = inFlight.take();
            chunk.awaitDue();
            byte[] bytes = chunk.bytes();
            if (bytes == null) {
                to.shutdownOutput();
                return;
            }
            leaving.accept(bytes, bytes.length);
            out.write(bytes);
        }
    }

    /** Bytes and when to pass them on; no bytes are the end of the stream. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(long due, byte @Nullable [] bytes) {
        void awaitDue() throws InterruptedException {
            long left;
            while ((left = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }
}
