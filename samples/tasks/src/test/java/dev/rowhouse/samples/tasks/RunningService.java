package dev.rowhouse.samples.tasks;

import dev.rowhouse.samples.tasks.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The service on a port of its own, with the database awaited in the background. */
final class RunningService implements AutoCloseable {
    private final Service service;
    private final CompletableFuture<Boolean> database = new CompletableFuture<>();
    private final Thread waiting = new Thread(this::awaitDatabase, "database");

    private RunningService(Service service) {
        this.service = service;
    }

    /** Starts without waiting for the database. */
    static RunningService begin(Map<String, String> environment, Clock clock) throws IOException {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("PORT", "0");
        Configuration configuration = Configuration.read(complete, Path.of("no folder of this name"));
        RunningService running = new RunningService(Service.start(configuration, clock));
        running.waiting.start();
        return running;
    }

    /** Starts and waits for the database. */
    static RunningService start(Map<String, String> environment) throws IOException {
        RunningService running = begin(environment, Clock.systemUTC());
        running.awaitReady();
        return running;
    }

    private void awaitDatabase() {
        try {
            database.complete(service.awaitDatabase());
        } catch (InterruptedException | RuntimeException e) {
            database.completeExceptionally(e);
        }
    }

    boolean awaitReady() {
        try {
            return database.join();
        } catch (CompletionException e) {
            service.close();
            throw e;
        }
    }

    /** A client without a token. */
    Client client() {
        return new Client(service.port(), null);
    }

    /** A client of a new user. */
    Client register(String email) {
        Answer answer = client().post("/users", "{'email': '" + email + "', 'name': 'Dana'}");
        if (answer.status() != 201) {
            throw new AssertionError("Registering " + email + ": " + answer);
        }
        return client().with(answer.text("/token/token"));
    }

    @Override
    public void close() {
        service.close();
    }
}
