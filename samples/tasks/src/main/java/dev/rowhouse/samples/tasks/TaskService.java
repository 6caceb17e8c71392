package dev.rowhouse.samples.tasks;

import dev.rowhouse.samples.tasks.config.Configuration;
import dev.rowhouse.samples.tasks.config.ConfigurationException;
import dev.rowhouse.samples.tasks.database.UnusableDatabaseException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A personal task service: each user is a tenant.
 *
 * <p>It runs until it is told to end (SIGTERM or Ctrl-C). Exit code 2: the configuration or the database cannot be used, and
 * the message says why.
 */
public final class TaskService {
    private TaskService() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Service service = Service.start(Configuration.read(System.getenv(), Path.of("")), Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "end"));
            if (service.awaitDatabase()) {
                service.awaitEnd();
            }
        } catch (ConfigurationException | UnusableDatabaseException e) {
            fail(e.getMessage());
        } catch (IOException e) {
            fail("Listening on HOST and PORT: " + e.getMessage() + ". Choose others, or end what uses this port.");
        }
    }

    private static void fail(String message) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        err.println(message);
        System.exit(2);
    }
}
