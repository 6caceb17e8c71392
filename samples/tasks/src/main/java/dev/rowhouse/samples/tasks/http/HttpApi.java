package dev.rowhouse.samples.tasks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. It ends gracefully: requests in progress are answered, new ones are told to go elsewhere. */
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int WAITING_CONNECTIONS = 1_024;
    private static final int PLATFORM_THREADS = 64;

    static {
        // The JDK's server reads these once. Without the first, a small answer waits for the client's acknowledgement;
        // the
        // others end connections that send or read a request too slowly.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "30");
        setUnlessSet("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpServer server;
    private final ExecutorService executor;
    private final Router router;
    private final Function<Throwable, Optional<Response>> explanation;
    private final Duration grace;

    /** One party is the server itself, until it ends. */
    private final Phaser inProgress = new Phaser(1);

    private volatile boolean ending;

    private HttpApi(
            HttpServer server, Router router, Function<Throwable, Optional<Response>> explanation, Duration grace) {
        this.server = server;
        this.executor = Threads.executor("http", PLATFORM_THREADS);
        this.router = router;
        this.explanation = explanation;
        this.grace = grace;
    }

    /**
     * Starts to listen.
     *
     * @param address where to listen; port 0 is any that is free
     * @param router finds the handlers
     * @param explanation what to answer to errors that are no {@link ProblemException}; those that it does not know
     *     become a 500 that tells nothing
     * @param grace how long requests in progress may take when the server ends
     * @throws IOException if the address cannot be listened on
     */
    public static HttpApi start(
            InetSocketAddress address,
            Router router,
            Function<Throwable, Optional<Response>> explanation,
            Duration grace)
            throws IOException {
        HttpApi api = new HttpApi(HttpServer.create(address, WAITING_CONNECTIONS), router, explanation, grace);
        api.server.createContext("/", api::answer);
        api.server.setExecutor(api.executor);
        api.server.start();
        return api;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) {
        inProgress.register();
        try (exchange) {
            send(exchange, ending ? closing() : respond(exchange));
        } catch (IOException e) {
            LOG.debug("Answering {} {}: the client is gone", exchange.getRequestMethod(), path(exchange), e);
        } finally {
            inProgress.arriveAndDeregister();
        }
    }

    private static Response closing() {
        return Response.problem(Problem.of(503, "The service ends. Try again, elsewhere or later."))
                .with("Retry-After", "5")
                .with("Connection", "close");
    }

    private Response respond(HttpExchange exchange) {
        try {
            String method = isHead(exchange) ? "GET" : exchange.getRequestMethod();
            Router.Match match = router.find(method, path(exchange));
            return match.handler().handle(new Request(exchange, match.variables()));
        } catch (ProblemException e) {
            return e.response();
        } catch (RuntimeException | Error e) {
            return explanation.apply(e).orElseGet(() -> unexpected(exchange, e));
        }
    }

    private static Response unexpected(HttpExchange exchange, Throwable failure) {
        UUID id = UUID.randomUUID();
        LOG.error("Answering {} {}: failure {}", exchange.getRequestMethod(), path(exchange), id, failure);
        return Response.problem(Problem.of(500, "This is our mistake. The log has it as failure " + id + "."));
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath();
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        var headers = exchange.getResponseHeaders();
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue());
        }
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (response.body() == null) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        byte[] body = Json.write(response.body());
        headers.set(
                "Content-Type", response.body() instanceof Problem ? "application/problem+json" : "application/json");
        if (isHead(exchange)) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Waits for the requests in progress, as long as the grace, and ends. */
    @Override
    public void close() {
        ending = true;
        try {
            int phase = inProgress.arriveAndDeregister();
            inProgress.awaitAdvanceInterruptibly(phase, grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Ending the service: {} requests took longer than {} and are cut off", inProgress(), grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        executor.shutdownNow();
    }

    private int inProgress() {
        return inProgress.getUnarrivedParties();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
