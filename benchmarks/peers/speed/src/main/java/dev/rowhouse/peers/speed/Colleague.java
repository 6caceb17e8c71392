package dev.rowhouse.peers.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rowhouse.peers.speed.Worker.Order;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} as the process that gives the orders sees it. */
final class Colleague implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final PrintWriter orders;

    private Colleague(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.orders = new PrintWriter(process.getOutputStream(), true, UTF_8);
    }

    /**
     * Starts a worker.
     *
     * @param target where the jar of its library is, and the directory of what that needs
     * @param logs where the worker's log goes
     */
    static Colleague start(Path target, Path logs, List<String> options, List<String> arguments) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve(String.join("-", arguments) + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms768m", "-Xmx768m", "-XX:+UseParallelGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                target.resolve("peer.jar") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                Worker.class.getName()));
        command.addAll(arguments);
        return new Colleague(
                new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    void awaitReady() throws IOException {
        await(Order.READY);
    }

    void awaitEnd() throws InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("Making tables: the process ended with " + exit + ". See " + log);
        }
    }

    Measured measure(Work work, long nanos) throws IOException {
        orders.println(new Order(work, nanos).toLine());
        return Measured.of(await(Order.DONE).substring(Order.DONE.length()));
    }

    private String await(String beginning) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("Waiting for a worker: it has ended. See " + log);
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
