package dev.rowhouse.peers.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The process of one way, which works when it is told to and sleeps while others do. */
public final class Worker {
    static final int THREADS = 4;

    private Worker() {}

    /**
     * Works.
     *
     * @param arguments the port of the server and the way's type; {@code create} behind them to make its tables only
     */
    @SuppressForbidden // talks to the process that started it
    public static void main(String... arguments)
            throws ReflectiveOperationException, SQLException, IOException, InterruptedException, ExecutionException {
        Way way = Class.forName(arguments[1])
                .asSubclass(Way.class)
                .getConstructor()
                .newInstance();
        Database database = new Database(Integer.parseInt(arguments[0]), way.schema());
        if (arguments.length > 2) {
            database.create(way);
        } else {
            work(way, database, System.out);
        }
    }

    @SuppressForbidden // threads are what is measured on
    private static void work(Way way, Database database, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (HikariDataSource pool = database.pool(THREADS);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            Visits visits = way.start(pool);
            List<Bench> benches = new ArrayList<>();
            for (int i = 1; i <= THREADS; i++) {
                benches.add(new Bench(visits, i));
            }
            out.println(Order.READY);
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                Order order = Order.of(line);
                List<Future<Measured>> running = new ArrayList<>();
                for (Bench bench : benches) {
                    running.add(threads.submit(() -> bench.measure(order.work(), order.nanos())));
                }
                List<Measured> measured = new ArrayList<>();
                for (Future<Measured> each : running) {
                    measured.add(each.get());
                }
                out.println(Order.DONE + Measured.sum(measured).toLine());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a worker is told, as a line. Lines that are no answers are what libraries print. */
    record Order(Work work, long nanos) {
        static final String READY = "ready";
        static final String DONE = "done ";

        static Order of(String line) {
            int space = line.indexOf(' ');
            return new Order(Work.valueOf(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
        }

        String toLine() {
            return work + " " + nanos;
        }
    }
}
