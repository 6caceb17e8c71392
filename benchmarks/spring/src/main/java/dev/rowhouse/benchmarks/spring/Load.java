package dev.rowhouse.benchmarks.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks for visits, on some connections at once, each as soon as it has its answer. */
final class Load implements AutoCloseable {
    private final ExecutorService threads;
    private final int connections;

    @SuppressForbidden // threads are what is measured on
    Load(int connections) {
        this.connections = connections;
        threads = Executors.newFixedThreadPool(connections);
    }

    /** Returns requests a second. */
    double run(Server server, String path, Duration time) throws InterruptedException, ExecutionException {
        List<Future<Double>> running = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Random random = new Random(i);
            running.add(threads.submit(() -> visit(server, path, time, random)));
        }
        double sum = 0;
        for (Future<Double> each : running) {
            sum += each.get();
        }
        return sum;
    }

    private static double visit(Server server, String path, Duration time, Random random) throws Exception {
        try (Visitor visitor = new Visitor(server.port())) {
            long began = System.nanoTime();
            long requests = 0;
            long elapsed;
            do {
                visitor.get(path, 1 + random.nextInt(Database.TENANTS), 1 + random.nextInt(Database.VISITS));
                requests++;
                elapsed = System.nanoTime() - began;
            } while (elapsed < time.toNanos());
            return requests * 1e9 / elapsed;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
