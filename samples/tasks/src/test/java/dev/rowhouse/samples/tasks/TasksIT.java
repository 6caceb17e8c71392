package dev.rowhouse.samples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.samples.tasks.database.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service over HTTP, working as an ordinary role. */
class TasksIT {
    private static final String DATABASE = "tasks";

    private static RunningService service;

    private Client dana;
    private Client other;

    @BeforeAll
    static void start() throws IOException, SQLException {
        service = RunningService.start(Map.of("DATABASE_URL", TestServer.create(DATABASE)));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void register() {
        dana = service.register("dana-" + UUID.randomUUID() + "@example.org");
        other = service.register("other-" + UUID.randomUUID() + "@example.org");
    }

    @Test
    void the_service_works_as_an_ordinary_role() throws SQLException {
        dana.get("/me");

        assertThat(TestServer.query(DATABASE, """
                        select string_agg(distinct r.rolname || ' ' || r.rolsuper || ' ' || r.rolbypassrls, ', ')
                        from pg_stat_activity as a
                        join pg_roles as r on r.rolname = a.usename
                        where a.datname = 'tasks'
                        and a.application_name = 'rowhouse-tasks'
                        """)).isEqualTo("phase2_app false false");
    }

    // ---- users and tokens

    @Test
    void a_user_registers_and_is_known_by_the_token() {
        Answer registered = service.client()
                .post("/users", "{'email': 'Zoë@Example.org', 'name': ' Zoë ', 'timeZone': 'Pacific/Chatham'}");

        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.header("Location")).isEqualTo("/me");
        Answer me = service.client().with(registered.text("/token/token")).get("/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body()).isEqualTo(registered.body().get("user"));
        assertThat(me.text("/name")).isEqualTo("Zoë");
        assertThat(me.text("/email")).isEqualTo("Zoë@Example.org");
        assertThat(me.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void an_email_address_belongs_to_one_user_whatever_its_case() {
        service.register("Élan@Example.org");

        Answer again = service.client().post("/users", "{'email': 'éLAN@eXAMPLE.org', 'name': 'Somebody'}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(again.text("/detail")).isEqualTo("This e-mail address belongs to a user already. Take another.");
    }

    @Test
    void of_many_who_register_one_address_at_once_one_gets_it() throws Exception {
        List<Callable<Integer>> attempts = IntStream.range(0, 10)
                .<Callable<Integer>>mapToObj(i -> () -> service.client()
                        .post("/users", "{'email': 'race@example.org', 'name': 'Dana'}")
                        .status())
                .toList();

        assertThat(all(attempts, 10)).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void tokens_are_made_listed_and_revoked() {
        Answer made = dana.post("/tokens", "{'device': 'phone'}");
        Client phone = dana.with(made.text("/token"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(phone.get("/me").body()).isEqualTo(dana.get("/me").body());
        assertThat(dana.get("/tokens").body().at("/tokens").findValuesAsString("device"))
                .containsExactly("first device", "phone");
        assertThat(dana.get("/tokens").body().findValues("token")).isEmpty();
        assertThat(other.delete("/tokens/" + made.text("/id")).status()).isEqualTo(404);
        assertThat(phone.get("/me").status()).isEqualTo(200);
        assertThat(dana.delete("/tokens/" + made.text("/id")).status()).isEqualTo(204);
        assertThat(phone.get("/me").status()).isEqualTo(401);
        assertThat(dana.get("/me").status()).isEqualTo(200);
    }

    @Test
    void an_expired_token_is_no_token() throws SQLException {
        Answer made = dana.post("/tokens", "{'device': 'old phone'}");
        TestServer.execute(
                DATABASE, "update phase2.access_token set expires_at = now() where id = '" + made.text("/id") + "'");

        assertThat(dana.with(made.text("/token")).get("/me").status()).isEqualTo(401);
        assertThat(dana.get("/tokens").body().at("/tokens").size()).isEqualTo(1);
    }

    @Test
    void only_a_hash_of_a_token_is_stored() throws SQLException {
        byte[] token = Base64.getUrlDecoder().decode(dana.token());
        StringBuilder secret = new StringBuilder();
        for (int i = 16; i < token.length; i++) {
            secret.append(String.format("%02x", token[i]));
        }

        assertThat(TestServer.query(
                        DATABASE,
                        "select count(*) from phase2.access_token where token_hash = sha256('\\x" + secret + "')"))
                .isEqualTo("1");
        assertThat(TestServer.query(
                        DATABASE,
                        "select count(*) from phase2.access_token as t where t::text like '%" + secret + "%'"))
                .isEqualTo("0");
    }

    @Test
    void a_token_with_the_id_of_somebody_else_is_no_token() {
        byte[] mine = Base64.getUrlDecoder().decode(other.token());
        byte[] forged = Base64.getUrlDecoder().decode(dana.token());
        System.arraycopy(Base64.getUrlDecoder().decode(dana.token()), 0, mine, 0, 16);
        System.arraycopy(Base64.getUrlDecoder().decode(other.token()), 0, forged, 0, 16);

        for (byte[] token : List.of(mine, forged)) {
            Answer answer = dana.with(Base64.getUrlEncoder().withoutPadding().encodeToString(token))
                    .get("/me");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/me",
        "GET,/tokens",
        "POST,/tokens",
        "DELETE,/tokens/1",
        "GET,/overview",
        "GET,/tasks",
        "POST,/tasks",
        "GET,/tasks/1",
        "PUT,/tasks/1",
        "DELETE,/tasks/1",
        "PUT,/tasks/1/done",
        "DELETE,/tasks/1/done",
        "POST,/tasks/1/restore",
        "GET,/trash",
        "DELETE,/trash"
    })
    void nothing_is_answered_without_a_token(String method, String path) {
        assertThat(service.client().send(method, path, null, Map.of()).status()).isEqualTo(401);
        assertThat(service.client()
                        .with("not-a-token")
                        .send(method, path, null, Map.of())
                        .status())
                .isEqualTo(401);
    }

    // ---- tasks

    @Test
    void a_task_is_added_read_changed_and_done() {
        Answer added = dana.post("/tasks", "{'title': 'Buy milk', 'note': 'two\\nlitres', 'dueOn': '2028-02-29'}");
        String path = added.header("Location");

        assertThat(added.status()).isEqualTo(201);
        Answer read = dana.get(path);
        assertThat(read.body()).isEqualTo(added.body());
        assertThat(read.text("/note")).isEqualTo("two\nlitres");
        assertThat(read.text("/dueOn")).isEqualTo("2028-02-29");
        assertThat(read.text("/createdBy")).isEqualTo("first device");
        assertThat(read.header("ETag")).isEqualTo("\"0\"");

        Answer changed = dana.put(path, "{'title': 'Buy oat milk'}", read.header("ETag"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/title")).isEqualTo("Buy oat milk");
        assertThat(changed.text("/note")).isEmpty();
        assertThat(changed.body().has("dueOn")).isFalse();
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");

        Answer done = dana.put(path + "/done");
        Answer again = dana.put(path + "/done");
        Answer undone = dana.delete(path + "/done");

        assertThat(done.text("/doneAt")).isNotEmpty();
        assertThat(again.text("/doneAt")).isEqualTo(done.text("/doneAt"));
        assertThat(again.header("ETag")).isEqualTo("\"2\"");
        assertThat(undone.body().has("doneAt")).isFalse();
        assertThat(undone.header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void a_change_of_what_has_changed_meanwhile_is_refused() {
        String path = "/tasks/" + dana.add("Buy milk");
        dana.put(path, "{'title': 'Buy oat milk'}", "\"0\"");

        Answer stale = dana.put(path, "{'title': 'Buy soy milk'}", "\"0\"");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(dana.send("PUT", path, "{'title': 'x'}", Map.of("Content-Type", "application/json"))
                        .status())
                .isEqualTo(428);
        assertThat(dana.put(path, "{'title': 'x'}", "*").status()).isEqualTo(412);
        assertThat(dana.get(path).text("/title")).isEqualTo("Buy oat milk");
    }

    @Test
    void the_device_that_changed_a_task_is_named() {
        String path = "/tasks/" + dana.add("Buy milk");
        Client phone = dana.with(dana.post("/tokens", "{'device': 'phone'}").text("/token"));

        phone.put(path + "/done");

        assertThat(dana.get(path).text("/createdBy")).isEqualTo("first device");
        assertThat(dana.get(path).text("/updatedBy")).isEqualTo("phone");
    }

    @Test
    void a_deleted_task_is_in_the_trash_until_it_is_restored_or_purged() {
        String milk = dana.add("Buy milk");
        String bread = dana.add("Buy bread");

        assertThat(dana.delete("/tasks/" + milk).status()).isEqualTo(204);

        assertThat(dana.delete("/tasks/" + milk).status()).isEqualTo(404);
        assertThat(dana.get("/tasks/" + milk).status()).isEqualTo(404);
        assertThat(dana.put("/tasks/" + milk + "/done").status()).isEqualTo(404);
        assertThat(dana.get("/tasks").tasks("id")).containsExactly(bread);
        assertThat(dana.get("/trash").tasks("id")).containsExactly(milk);
        assertThat(dana.get("/trash").text("/tasks/0/deletedAt")).isNotEmpty();

        Answer restored = dana.send("POST", "/tasks/" + milk + "/restore", null, Map.of());

        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.text("/title")).isEqualTo("Buy milk");
        assertThat(dana.get("/tasks").tasks("id")).containsExactly(bread, milk);
        assertThat(dana.get("/trash").tasks("id")).isEmpty();

        dana.delete("/tasks/" + milk);

        assertThat(dana.delete("/trash").text("/purged")).isEqualTo("1");
        assertThat(dana.send("POST", "/tasks/" + milk + "/restore", null, Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tasks_are_filtered_by_state_date_and_the_beginning_of_the_title() {
        dana.post("/tasks", "{'title': 'Éclairs for Zoë', 'dueOn': '2027-03-01'}");
        dana.post("/tasks", "{'title': 'éclairs, more', 'dueOn': '2027-03-02'}");
        dana.post("/tasks", "{'title': '100% of it_all'}");
        String done = dana.add("Buy éclairs");
        dana.put("/tasks/" + done + "/done");

        assertThat(titles("title=ÉCL")).containsExactly("éclairs, more", "Éclairs for Zoë");
        assertThat(titles("title=100%")).containsExactly("100% of it_all");
        assertThat(titles("title=%")).isEmpty();
        assertThat(titles("title=_")).isEmpty();
        assertThat(titles("done=true")).containsExactly("Buy éclairs");
        assertThat(titles("done=false")).hasSize(3);
        assertThat(titles("dueBefore=2027-03-02")).containsExactly("Éclairs for Zoë");
        assertThat(titles("title=É&done=false&dueBefore=2028-01-01&sort=due"))
                .containsExactly("Éclairs for Zoë", "éclairs, more");
        assertThat(titles("sort=due"))
                .startsWith("Éclairs for Zoë", "éclairs, more")
                .hasSize(4);
    }

    private List<String> titles(String query) {
        StringBuilder encoded = new StringBuilder("/tasks?");
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            encoded.append(parts[0])
                    .append('=')
                    .append(URLEncoder.encode(parts[1], StandardCharsets.UTF_8))
                    .append('&');
        }
        return dana.get(encoded.substring(0, encoded.length() - 1)).tasks("title");
    }

    @Test
    void pages_lead_forwards_and_back_past_what_is_added_and_deleted_meanwhile() {
        List<String> ids =
                IntStream.range(0, 7).mapToObj(i -> dana.add("Task " + i)).toList();

        Answer first = dana.get("/tasks?size=3");
        dana.delete("/tasks/" + ids.get(4));
        dana.add("Task of another page");
        Answer second = dana.get(first.text("/next"));
        Answer third = dana.get(second.text("/next"));
        Answer back = dana.get(third.text("/previous"));

        assertThat(first.tasks("title")).containsExactly("Task 6", "Task 5", "Task 4");
        assertThat(first.body().has("previous")).isFalse();
        assertThat(second.tasks("title")).containsExactly("Task 3", "Task 2", "Task 1");
        assertThat(third.tasks("title")).containsExactly("Task 0");
        assertThat(third.body().has("next")).isFalse();
        assertThat(back.tasks("title")).isEqualTo(second.tasks("title"));
    }

    @Test
    void pages_by_date_go_past_tasks_without_one() {
        for (int day = 1; day <= 3; day++) {
            dana.post("/tasks", "{'title': 'Day " + day + "', 'dueOn': '2027-03-0" + day + "'}");
            dana.add("Some day " + day);
        }

        List<String> titles = new ArrayList<>();
        String next = "/tasks?sort=due&size=2";
        while (!next.isEmpty()) {
            Answer page = dana.get(next);
            titles.addAll(page.tasks("title"));
            next = page.text("/next");
        }

        assertThat(titles)
                .hasSize(6)
                .startsWith("Day 1", "Day 2", "Day 3")
                .contains("Some day 1", "Some day 2", "Some day 3");
    }

    @Test
    void the_overview_counts_and_shows_what_is_next() {
        for (int day = 9; day >= 1; day--) {
            dana.post("/tasks", "{'title': 'Long ago " + day + "', 'dueOn': '2001-01-0" + day + "'}");
        }
        dana.post("/tasks", "{'title': 'Far away', 'dueOn': '9999-12-31'}");
        dana.put("/tasks/" + dana.add("Done") + "/done");
        dana.delete("/tasks/" + dana.add("Deleted"));
        other.post("/tasks", "{'title': 'Of another', 'dueOn': '2001-01-01'}");

        Answer overview = dana.get("/overview");

        assertThat(overview.body().get("counts").toString())
                .isEqualTo("{\"open\":10,\"done\":1,\"overdue\":9,\"deleted\":1}");
        assertThat(overview.body().at("/next").findValuesAsString("title"))
                .containsExactly("Long ago 1", "Long ago 2", "Long ago 3", "Long ago 4", "Long ago 5");
    }

    // ---- the wall

    @Test
    void no_address_leads_to_a_task_of_somebody_else() {
        String id = dana.add("Secret plan");
        String trashed = dana.add("Old secret plan");
        dana.delete("/tasks/" + trashed);
        other.add("Own");

        assertThat(other.get("/tasks/" + id).status()).isEqualTo(404);
        assertThat(other.put("/tasks/" + id, "{'title': 'Mine now'}", "\"0\"").status())
                .isEqualTo(404);
        assertThat(other.put("/tasks/" + id + "/done").status()).isEqualTo(404);
        assertThat(other.delete("/tasks/" + id + "/done").status()).isEqualTo(404);
        assertThat(other.delete("/tasks/" + id).status()).isEqualTo(404);
        assertThat(other.send("POST", "/tasks/" + trashed + "/restore", null, Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(other.get("/tasks").tasks("title")).containsExactly("Own");
        assertThat(other.get("/tasks?title=Secret").tasks("title")).isEmpty();
        assertThat(other.get("/tasks?sort=due&dueBefore=9999-12-31").tasks("title"))
                .isEmpty();
        assertThat(other.get("/trash").tasks("title")).isEmpty();
        assertThat(other.delete("/trash").text("/purged")).isEqualTo("0");
        assertThat(other.get("/overview").text("/counts/open")).isEqualTo("1");

        assertThat(dana.get("/tasks/" + id).text("/version")).isEqualTo("0");
        assertThat(dana.get("/trash").tasks("id")).containsExactly(trashed);
    }

    @Test
    void a_cursor_is_good_for_its_user_and_order_only() {
        for (Client user : List.of(dana, other)) {
            for (int i = 0; i < 4; i++) {
                user.post("/tasks", "{'title': 'Task " + i + "', 'dueOn': '2027-01-0" + (i + 1) + "'}");
            }
        }
        String address = dana.get("/tasks?size=2").text("/next");
        String cursor = address.substring(address.indexOf("after=") + 6);
        char last = cursor.charAt(20);
        String forged = cursor.substring(0, 20) + (last == 'A' ? 'B' : 'A') + cursor.substring(21);

        assertThat(dana.get("/tasks?size=2&after=" + cursor).tasks("title")).containsExactly("Task 1", "Task 0");
        for (Answer refused : List.of(
                other.get("/tasks?size=2&after=" + cursor),
                other.get("/tasks?size=2&before=" + cursor),
                dana.get("/tasks?size=2&sort=due&after=" + cursor),
                dana.get("/tasks?size=2&after=" + forged),
                dana.get("/tasks?size=2&after=" + cursor + "A"),
                dana.get("/tasks?size=2&after=2027-01-01"))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("/detail")).contains("Begin again without it");
        }
    }

    @Test
    void many_users_at_once_see_their_own_tasks_only() throws Exception {
        List<Callable<List<String>>> days = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String name = "user" + i;
            days.add(() -> dayOf(name));
        }

        List<List<String>> seen = all(days, 30);

        for (int i = 0; i < seen.size(); i++) {
            String name = "user" + i;
            assertThat(seen.get(i))
                    .containsExactly(name + " task 2", name + " task 1", name + " task 0", "2 open, 1 done", name);
        }
    }

    private static List<String> dayOf(String name) {
        Client user = service.register(name + "@many.example.org");
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> user.add(name + " task " + i))
                .toList();
        user.put("/tasks/" + ids.get(1) + "/done");
        List<String> seen = new ArrayList<>(user.get("/tasks").tasks("title"));
        Answer overview = user.get("/overview");
        seen.add(overview.text("/counts/open") + " open, " + overview.text("/counts/done") + " done");
        seen.add(user.get("/me").text("/email").replace("@many.example.org", ""));
        return seen;
    }

    private static <T> List<T> all(List<Callable<T>> work, int threads)
            throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdown();
        }
    }

    // ---- bad input

    @Test
    void all_fields_that_cannot_be_accepted_are_named_at_once() {
        Answer answer = service.client()
                .post("/users", "{'email': 'nobody', 'timeZone': 'Nowhere', 'device': '" + "x".repeat(51) + "'}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().at("/errors").findValuesAsString("field"))
                .containsExactly("email", "name", "timeZone", "device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'title': ''}",
                "{}",
                "{'title': 'a\\u0000b'}",
                "{'title': 'a\\ud83d'}",
                "{'title': 'a', 'dueOn': '12027-01-01'}"
            })
    void a_task_that_cannot_be_stored_is_refused(String body) {
        assertThat(dana.post("/tasks", body).status()).isIn(400, 422);
        assertThat(dana.get("/tasks").tasks("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "'text'",
                "{'title': 'a'} x",
                "{'title': 'a', 'title': 'b'}",
                "{'title': 1}",
                "{'title': ['a']}",
                "{'titel': 'a'}",
                "{'title': 'a', 'tenantId': 'b'}",
                "{'title': 'a', 'dueOn': 'tomorrow'}",
                "{'title': 'a', 'dueOn': '2027-02-29'}"
            })
    void a_body_that_is_not_understood_is_refused(String body) {
        Answer answer = dana.post("/tasks", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).startsWith("The body ").doesNotContain("tomorrow", "dev.rowhouse");
    }

    @Test
    void a_body_of_another_kind_or_too_long_is_refused() {
        assertThat(dana.send("POST", "/tasks", "{'title': 'a'}", Map.of("Content-Type", "text/plain"))
                        .status())
                .isEqualTo(415);
        assertThat(dana.post("/tasks", "{'title': '" + "x".repeat(70_000) + "'}")
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=0",
                "size=101",
                "size=-1",
                "size=many",
                "done=perhaps",
                "dueBefore=soon",
                "sort=tenant_id",
                "titel=x",
                "size=1&size=2",
                "title=%00",
                "after=x&before=y"
            })
    void a_parameter_that_is_not_understood_is_refused(String query) {
        Answer answer = dana.get("/tasks?" + query);

        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/task", "/tasks/1", "/tasks/1-1-1-1-1", "/tasks/%2e%2e/me"})
    void what_is_not_there_is_not_found(String path) {
        assertThat(dana.get(path).status()).isEqualTo(404);
    }

    @Test
    void another_method_is_told_which_there_are() {
        Answer answer = dana.send("PATCH", "/tasks", null, Map.of());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    }
}
