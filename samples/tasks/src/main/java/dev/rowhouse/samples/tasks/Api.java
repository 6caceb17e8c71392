package dev.rowhouse.samples.tasks;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.tasks.http.Handler;
import dev.rowhouse.samples.tasks.http.ProblemException;
import dev.rowhouse.samples.tasks.http.Request;
import dev.rowhouse.samples.tasks.http.Response;
import dev.rowhouse.samples.tasks.http.Router;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the service answers to: addresses, what they take, what they give. */
final class Api {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DEVICE = 50;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_NOTE = 10_000;
    private static final int DEFAULT_PAGE = 20;
    private static final int LARGEST_PAGE = 100;
    private static final String DEFAULT_DEVICE = "first device";

    /** Not there until the database is. */
    private final Supplier<Application> application;

    private final Clock clock;

    Api(Supplier<Application> application, Clock clock) {
        this.application = application;
        this.clock = clock;
    }

    /** What there is once the database is there. */
    record Application(Users users, Tasks tasks, BooleanSupplier reachable) {}

    Router routes() {
        return new Router()
                .route("GET", "/health/live", request -> Response.ok(new Health("live")))
                .route("GET", "/health/ready", request -> ready())
                .route("POST", "/users", this::register)
                .route("GET", "/me", user((request, session) -> me()))
                .route("GET", "/tokens", user((request, session) -> tokens()))
                .route("POST", "/tokens", user((request, session) -> createToken(request)))
                .route("DELETE", "/tokens/{id}", user((request, session) -> revokeToken(request)))
                .route("GET", "/overview", user((request, session) -> overview(session)))
                .route("GET", "/tasks", user((request, session) -> list(request)))
                .route("POST", "/tasks", user((request, session) -> add(request)))
                .route("GET", "/tasks/{id}", user((request, session) -> read(request)))
                .route("PUT", "/tasks/{id}", user((request, session) -> change(request)))
                .route("DELETE", "/tasks/{id}", user((request, session) -> delete(request)))
                .route("PUT", "/tasks/{id}/done", user((request, session) -> mark(request, true)))
                .route("DELETE", "/tasks/{id}/done", user((request, session) -> mark(request, false)))
                .route("POST", "/tasks/{id}/restore", user((request, session) -> restore(request)))
                .route("GET", "/trash", user((request, session) -> trash()))
                .route("DELETE", "/trash", user((request, session) -> emptyTrash()));
    }

    // ---- what goes in and out

    record Health(String status) {}

    record RegisterRequest(
            @Nullable String email,
            @Nullable String name,
            @Nullable String timeZone,
            @Nullable String device) {}

    record UserView(UUID id, String email, String name, String timeZone, Instant createdAt) {
        static UserView of(User user) {
            return new UserView(user.tenantId(), user.email(), user.name(), user.timeZone(), user.createdAt());
        }
    }

    record RegisteredView(UserView user, TokenView token) {}

    record TokenRequest(@Nullable String device) {}

    /** A token; its text is there only when it is made. */
    record TokenView(
            UUID id,
            String device,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String token) {
        static TokenView of(Users.TokenInfo info) {
            return new TokenView(info.id(), info.device(), info.createdAt(), info.expiresAt(), null);
        }

        static TokenView of(Users.NewToken made) {
            Users.TokenInfo info = made.info();
            return new TokenView(
                    info.id(),
                    info.device(),
                    info.createdAt(),
                    info.expiresAt(),
                    made.token().reveal());
        }
    }

    record TokensView(List<TokenView> tokens) {}

    record TaskRequest(
            @Nullable String title,
            @Nullable String note,
            @Nullable LocalDate dueOn) {}

    record TaskView(
            @Nullable UUID id,
            String title,
            String note,
            @Nullable LocalDate dueOn,
            @Nullable Instant doneAt,
            @Nullable Instant createdAt,
            @Nullable String createdBy,
            @Nullable Instant updatedAt,
            @Nullable String updatedBy,
            @Nullable Instant deletedAt,
            @Nullable Long version) {
        static TaskView of(Task task) {
            return new TaskView(
                    task.id(),
                    task.title(),
                    task.note(),
                    task.dueOn(),
                    task.doneAt(),
                    task.createdAt(),
                    task.createdBy(),
                    task.updatedAt(),
                    task.updatedBy(),
                    task.deletedAt(),
                    task.version());
        }

        static List<TaskView> of(List<Task> tasks) {
            return tasks.stream().map(TaskView::of).toList();
        }
    }

    record TasksView(List<TaskView> tasks) {}

    /** A page, with the addresses of its neighbours. */
    record PageView(
            List<TaskView> tasks,
            @Nullable String next,
            @Nullable String previous) {}

    record OverviewView(LocalDate today, Tasks.Counts counts, List<TaskView> next) {}

    record PurgedView(long purged) {}

    // ---- who asks

    /** Answers requests of users. */
    private interface UserHandler {
        Response handle(Request request, Session session);
    }

    /** Finds out whose token the request has, and answers it in that user's context. */
    private Handler user(UserHandler handler) {
        return request -> {
            AccessToken token =
                    request.header("Authorization").flatMap(AccessToken::parse).orElseThrow(Api::unauthorized);
            TenantContext claimed = TenantContext.of(token.userId());
            Session session = claimed.call(() -> users().session(token)).orElseThrow(Api::unauthorized);
            return claimed.withActor(session.device()).call(() -> handler.handle(request, session));
        };
    }

    private static ProblemException unauthorized() {
        return ProblemException.withHeader(
                401,
                "Show a token that is good: Authorization: Bearer …, as POST /users and POST /tokens give them.",
                "WWW-Authenticate",
                "Bearer");
    }

    private Users users() {
        return application.get().users();
    }

    private Tasks tasks() {
        return application.get().tasks();
    }

    // ---- users and tokens

    private Response ready() {
        if (!application.get().reachable().getAsBoolean()) {
            throw ProblemException.withHeader(
                    503, "The database does not answer. Try again later.", "Retry-After", "2");
        }
        return Response.ok(new Health("ready"));
    }

    private Response register(Request request) {
        RegisterRequest body = request.body(RegisterRequest.class);
        Fields fields = new Fields();
        String email = fields.email("email", body.email());
        String name = fields.line("name", body.name(), LONGEST_NAME);
        String timeZone = fields.timeZone("timeZone", body.timeZone());
        String device = device(fields, body.device());
        fields.requireAccepted();
        Users.Registered registered = users().register(email, name, timeZone, device);
        return Response.created(
                "/me", new RegisteredView(UserView.of(registered.user()), TokenView.of(registered.token())));
    }

    private static String device(Fields fields, @Nullable String device) {
        return fields.line("device", device == null ? DEFAULT_DEVICE : device, LONGEST_DEVICE);
    }

    private Response me() {
        return Response.ok(UserView.of(users().current()));
    }

    private Response tokens() {
        return Response.ok(new TokensView(
                users().tokens().stream().map(info -> TokenView.of(info)).toList()));
    }

    private Response createToken(Request request) {
        TokenRequest body = request.body(TokenRequest.class);
        Fields fields = new Fields();
        String device = device(fields, body.device());
        fields.requireAccepted();
        Users.NewToken made = users().createToken(device);
        return Response.created("/tokens/" + made.info().id(), TokenView.of(made));
    }

    private Response revokeToken(Request request) {
        if (!users().revokeToken(request.id("id"))) {
            throw notFound();
        }
        return Response.noContent();
    }

    // ---- tasks

    private Response overview(Session session) {
        LocalDate today = LocalDate.now(clock.withZone(session.zone()));
        Tasks.Overview overview = tasks().overview(today);
        return Response.ok(new OverviewView(today, overview.counts(), TaskView.of(overview.next())));
    }

    private Response list(Request request) {
        request.requireParametersIn(Set.of("after", "before", "done", "dueBefore", "size", "sort", "title"));
        Tasks.Filter filter = new Tasks.Filter(
                parameter(request, "done", "true or false", Api::flag),
                parameter(request, "dueBefore", "a date as 2027-03-25", LocalDate::parse),
                request.parameter("title"));
        Tasks.Sorting sorting = parameter(
                        request, "sort", "created or due", text -> Tasks.Sorting.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(Tasks.Sorting.CREATED);
        CursoredPage<Task> page = tasks().list(filter, pageRequest(request), sorting);
        return Response.ok(new PageView(
                TaskView.of(page.content()),
                page.hasNext() ? address(request, "after", page.nextPageRequest()) : null,
                page.hasPrevious() ? address(request, "before", page.previousPageRequest()) : null));
    }

    private static PageRequest pageRequest(Request request) {
        int size = parameter(request, "size", "a number from 1 to " + LARGEST_PAGE, Api::size)
                .orElse(DEFAULT_PAGE);
        Optional<String> after = request.parameter("after");
        Optional<String> before = request.parameter("before");
        if (after.isPresent() && before.isPresent()) {
            throw new ProblemException(400, "Parameters \"after\" and \"before\" are both there. Give one.");
        }
        if (after.isPresent()) {
            return PageRequest.afterCursor(PageRequest.Cursor.forKey(after.get()), 2, size, false);
        }
        if (before.isPresent()) {
            return PageRequest.beforeCursor(PageRequest.Cursor.forKey(before.get()), 1, size, false);
        }
        return PageRequest.ofSize(size).withoutTotal();
    }

    /** The address of another page of the same list. */
    private static String address(Request request, String direction, PageRequest page) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : List.of("title", "done", "dueBefore", "sort", "size")) {
            request.parameter(name).ifPresent(value -> query.put(name, value));
        }
        query.put(direction, String.valueOf(page.cursor().orElseThrow().get(0)));
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/tasks?", ""));
    }

    private static <T> Optional<T> parameter(
            Request request, String name, String expected, Function<String, T> reading) {
        try {
            return request.parameter(name).map(reading);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new ProblemException(400, "Parameter \"" + name + "\" is not understood. Give " + expected + ".");
        }
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static int size(String text) {
        int size = Integer.parseInt(text);
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException(text);
        }
        return size;
    }

    private Response add(Request request) {
        TaskRequest body = accepted(request);
        Task task = tasks().add(Task.create(body.title(), body.note(), body.dueOn()));
        return tagged(Response.created("/tasks/" + task.id(), TaskView.of(task)), task);
    }

    private Response read(Request request) {
        Task task = tasks().find(request.id("id")).orElseThrow(Api::notFound);
        return tagged(Response.ok(TaskView.of(task)), task);
    }

    /** Changes a task only if it still is what the client has read: If-Match names that version. */
    private Response change(Request request) {
        UUID id = request.id("id");
        long seen = seenVersion(request);
        TaskRequest body = accepted(request);
        Task task = tasks().find(id).orElseThrow(Api::notFound);
        Task changed = tasks().save(task.changed(body.title(), body.note(), body.dueOn(), seen));
        return tagged(Response.ok(TaskView.of(changed)), changed);
    }

    private static TaskRequest accepted(Request request) {
        TaskRequest body = request.body(TaskRequest.class);
        Fields fields = new Fields();
        TaskRequest accepted = new TaskRequest(
                fields.line("title", body.title(), LONGEST_TITLE),
                fields.text("note", body.note(), LONGEST_NOTE),
                fields.date("dueOn", body.dueOn()));
        fields.requireAccepted();
        return accepted;
    }

    private static long seenVersion(Request request) {
        String tag = request.header("If-Match")
                .orElseThrow(() -> new ProblemException(
                        428, "Say which version you change: If-Match with the ETag that came with the task."));
        try {
            return Long.parseLong(tag.strip().replaceAll("^\"|\"$", ""));
        } catch (NumberFormatException e) {
            throw new ProblemException(412, "If-Match is no ETag of a task. Read the task again.");
        }
    }

    private Response delete(Request request) {
        if (!tasks().delete(request.id("id"))) {
            throw notFound();
        }
        return Response.noContent();
    }

    private Response mark(Request request, boolean done) {
        Task task = tasks().mark(request.id("id"), done).orElseThrow(Api::notFound);
        return tagged(Response.ok(TaskView.of(task)), task);
    }

    private Response restore(Request request) {
        Task task = tasks().restore(request.id("id")).orElseThrow(Api::notFound);
        return tagged(Response.ok(TaskView.of(task)), task);
    }

    private Response trash() {
        return Response.ok(new TasksView(TaskView.of(tasks().trash())));
    }

    private Response emptyTrash() {
        return Response.ok(new PurgedView(tasks().emptyTrash()));
    }

    private static Response tagged(Response response, Task task) {
        return response.with("ETag", "\"" + task.version() + "\"");
    }

    private static ProblemException notFound() {
        return new ProblemException(404, "There is nothing at this address.");
    }
}
