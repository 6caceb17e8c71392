package dev.rowhouse.samples.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.tasks.database.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The service from its start to its end, as its database comes and goes. */
class ServiceIT {
    private static final int POOL_SIZE = 3;

    @Test
    void an_embedded_database_is_there_without_any_configuration() throws IOException {
        try (RunningService service = RunningService.start(Map.of())) {
            Client dana = service.register("dana@example.org");

            dana.add("Buy milk");

            assertThat(service.client().get("/health/ready").text("/status")).isEqualTo("ready");
            assertThat(dana.get("/tasks").tasks("title")).containsExactly("Buy milk");
        }
    }

    /** The database is away when the service starts, comes, goes away again and comes back. */
    @Test
    void the_service_waits_for_its_database_and_comes_back_with_it() throws IOException, SQLException {
        int port = freePort();
        String url = "postgresql://postgres@localhost:" + port + "/postgres";
        Map<String, String> environment =
                Map.of("DATABASE_URL", url, "DATABASE_TIMEOUT", "PT1S", "DATABASE_POOL_SIZE", "" + POOL_SIZE);
        try (RunningService service = RunningService.begin(environment, Clock.systemUTC())) {
            Answer early = service.client().get("/health/ready");
            assertThat(service.client().get("/health/live").status()).isEqualTo(200);
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.header("Retry-After")).isEqualTo("2");
            assertThat(early.text("/detail")).isEqualTo("The database is not there yet. Try again later.");
            assertThat(service.client()
                            .post("/users", "{'email': 'dana@example.org', 'name': 'Dana'}")
                            .status())
                    .isEqualTo(503);

            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().setPort(port).start()) {
                assertThat(service.awaitReady()).isTrue();
                Client dana = service.register("dana@example.org");
                dana.add("Buy milk");

                try (Connection connection = postgres.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("alter role phase2_app nologin");
                    statement.execute("""
                            select pg_terminate_backend(pid)
                            from pg_stat_activity
                            where usename = 'phase2_app'
                            """);
                    Answer away = dana.get("/tasks");
                    statement.execute("alter role phase2_app login");

                    assertThat(away.status()).isEqualTo(503);
                }
                assertThat(onceBack(dana).tasks("title")).containsExactly("Buy milk");
            }

            assertThat(service.client().get("/health/ready").status()).isEqualTo(503);
            assertThat(service.client().get("/health/live").status()).isEqualTo(200);
        }
    }

    /** The pool finds out about each broken connection by using it; so many refusals there may be, and no more. */
    private static Answer onceBack(Client client) {
        Answer answer = client.get("/tasks");
        for (int i = 0; i < POOL_SIZE && answer.status() == 503; i++) {
            answer = client.get("/tasks");
        }
        return answer;
    }

    @Test
    void a_service_that_waits_for_its_database_can_be_ended() throws IOException {
        String url = "postgresql://postgres@localhost:" + freePort() + "/postgres";
        RunningService service = RunningService.begin(Map.of("DATABASE_URL", url), Clock.systemUTC());

        service.close();

        assertThat(service.awaitReady()).isFalse();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void what_was_stored_is_there_after_a_restart_and_tokens_and_cursors_are_still_good()
            throws IOException, SQLException {
        Map<String, String> environment = Map.of(
                "DATABASE_URL",
                TestServer.create("restart"),
                "CURSOR_SECRET",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Client before;
        String next;
        try (RunningService service = RunningService.start(environment)) {
            before = service.register("dana@example.org");
            before.add("Buy milk");
            before.add("Buy bread");
            next = before.get("/tasks?size=1").text("/next");
        }

        try (RunningService service = RunningService.start(environment)) {
            Client after = service.client().with(before.token());

            assertThat(after.get("/tasks").tasks("title")).containsExactly("Buy bread", "Buy milk");
            assertThat(after.get(next).tasks("title")).containsExactly("Buy milk");
        }
    }

    /** The request waits for a lock that the test holds, so it is in progress when the service is told to end. */
    @Test
    void requests_in_progress_are_answered_before_the_service_ends() throws IOException, SQLException {
        RunningService service = RunningService.start(Map.of("DATABASE_URL", TestServer.create("ending")));
        Client dana = service.register("dana@example.org");
        String task = dana.add("Buy milk");
        try (Connection connection = TestServer.superuser("ending");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from phase2.task for update");
            CompletableFuture<Answer> inProgress =
                    CompletableFuture.supplyAsync(() -> dana.put("/tasks/" + task + "/done"));
            statement.execute("""
                    do $$
                    begin
                      while not exists (
                        select from pg_stat_activity where datname = 'ending' and wait_event_type = 'Lock') loop
                        perform pg_sleep(0.01);
                        perform pg_stat_clear_snapshot();
                      end loop;
                    end
                    $$
                    """);

            CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
            Answer late = dana.get("/me");
            while (late.status() == 200) {
                late = dana.get("/me");
            }
            assertThat(late.status()).isEqualTo(503);
            assertThat(end).isNotDone();
            connection.commit();

            assertThat(inProgress.join().status()).isEqualTo(200);
            end.join();
        }
        assertThatThrownBy(() -> dana.get("/me")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void the_day_is_that_of_the_user() throws IOException, SQLException {
        Clock noon = Clock.fixed(Instant.parse("2027-03-25T12:00:00Z"), ZoneOffset.UTC);
        try (RunningService service = RunningService.begin(Map.of("DATABASE_URL", TestServer.create("days")), noon)) {
            service.awaitReady();

            assertThat(today(service, "Pacific/Kiritimati")).isEqualTo("2027-03-26");
            assertThat(today(service, "-12:00")).isEqualTo("2027-03-25");
        }
    }

    private static String today(RunningService service, String zone) {
        Answer registered = service.client()
                .post("/users", "{'email': '" + zone.hashCode() + "@x', 'name': 'Dana', 'timeZone': '" + zone + "'}");
        return service.client()
                .with(registered.text("/token/token"))
                .get("/overview")
                .text("/today");
    }

    /** The search of titles uses the index, although the table is under row-level security. */
    @Test
    void a_prefix_is_looked_up_in_the_index() throws IOException, SQLException {
        String database = "prefix";
        String url = TestServer.create(database);
        RunningService.start(Map.of(
                        "DATABASE_URL", url, "DATABASE_APP_USER", TestServer.PLAIN, "DATABASE_APP_PASSWORD", "plain"))
                .close();
        try (Connection connection = TestServer.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into phase2.app_user (tenant_id, email, name, time_zone)
                    values ('00000000-0000-0000-0000-000000000001', 'a@b', 'a', 'UTC');
                    insert into phase2.task (tenant_id, id, title)
                    select '00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'Task ' || n
                    from generate_series(1, 5000) as n;
                    analyze phase2.task;
                    set role plain;
                    set app.current_tenant_id = '00000000-0000-0000-0000-000000000001'
                    """);
            StringBuilder plan = new StringBuilder();
            try (var rows = statement.executeQuery(
                    "explain select * from phase2.task where deleted_at is null and title_key ^@ 'task 12'")) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }

            assertThat(plan.toString())
                    .contains("Index", "task_title")
                    .containsPattern("Index Cond: .*title_key >= 'task 12'::text");
        }
    }
}
