package dev.rowhouse.samples.petcare;

import static dev.rowhouse.samples.petcare.PetCareServer.HAPPY_PAWS;
import static dev.rowhouse.samples.petcare.PetCareServer.MORI;
import static dev.rowhouse.samples.petcare.PetCareServer.PFOTENHOF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.petcare.PetCareServer.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The REST API over real HTTP. */
class ApiIT {
    private static final AtomicInteger DAYS = new AtomicInteger(30);

    private final PetCareServer server = PetCareServer.get();

    /** A day on which no other test books. */
    private static LocalDate freeDay(ZoneId zone) {
        return LocalDate.now(zone).plusDays(DAYS.getAndIncrement());
    }

    private static LocalDate freeDay() {
        return freeDay(ZoneId.of("America/Los_Angeles"));
    }

    private String id(String slug, String list, int number) {
        JsonNode found = server.get(slug, list).json();
        return (found.isArray() ? found : found.get("items"))
                .get(number)
                .get("id")
                .asString();
    }

    private String booking(int pet, int staff, int resource, String start) {
        return """
                {"petId": "%s", "staffId": "%s", "resourceId": "%s", "serviceId": "%s", "start": "%s", "note": "by a test"}""".formatted(
                        id(HAPPY_PAWS, "/api/pets", pet),
                        id(HAPPY_PAWS, "/api/staff", staff),
                        id(HAPPY_PAWS, "/api/resources", resource),
                        checkUp(),
                        start);
    }

    /** Half an hour. */
    private String checkUp() {
        return server.get(HAPPY_PAWS, "/api/services")
                .json()
                .valueStream()
                .filter(service -> service.get("name").asString().equals("Check-up"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    private Answer book(int pet, int staff, int resource, String start, String... headers) {
        return server.post(HAPPY_PAWS, "/api/appointments", booking(pet, staff, resource, start), headers);
    }

    private Answer booked(int pet, int staff, int resource, String start) {
        Answer answer = book(pet, staff, resource, start, "X-Forwarded-User", "Dana");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private static String at(LocalDate day, String time) {
        return day.atTime(java.time.LocalTime.parse(time))
                .atZone(ZoneId.of("America/Los_Angeles"))
                .toOffsetDateTime()
                .toString();
    }

    // Whose rows

    @Test
    void each_business_sees_its_own_rows_at_its_subdomain() {
        JsonNode paws = server.get(HAPPY_PAWS, "/api/business").json();
        JsonNode mori = server.get(MORI, "/api/business").json();
        Set<String> pawsPets =
                ids(server.get(HAPPY_PAWS, "/api/pets?size=100").json().get("items"));
        Set<String> moriPets = ids(server.get(MORI, "/api/pets?size=100").json().get("items"));

        assertThat(paws.get("currency").asString()).isEqualTo("USD");
        assertThat(mori.get("timeZone").asString()).isEqualTo("Asia/Tokyo");
        assertThat(pawsPets).isNotEmpty().doesNotContainAnyElementsOf(moriPets);
        assertThat(moriPets).isNotEmpty();
    }

    private static Set<String> ids(JsonNode rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.get("id").asString()));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, 404, unknown-tenant",
        "closed-kennels, 403, suspended-tenant",
        "'', 400, missing-tenant",
    })
    void a_business_that_is_not_there_is_a_problem(String slug, int status, String problem) {
        Answer answer = server.get(slug, "/api/pets");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).contains("application/problem+json");
        assertThat(answer.problem()).isEqualTo(problem);
    }

    @Test
    void a_header_cannot_lead_out_of_the_subdomain() {
        Answer same = server.get(HAPPY_PAWS, "/api/pets", "X-Tenant-ID", HAPPY_PAWS);
        Answer other = server.get(HAPPY_PAWS, "/api/pets", "X-Tenant-ID", MORI);

        assertThat(same.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.problem()).isEqualTo("ambiguous-tenant");
    }

    // Appointments

    @Test
    void an_appointment_is_booked_moved_cancelled_and_restored() {
        LocalDate day = freeDay();
        Answer booked = booked(0, 0, 0, at(day, "09:00"));
        String path = "/api/appointments/" + booked.json().get("id").asString();

        Answer moved = server.post(
                HAPPY_PAWS,
                path + "/move",
                "{\"start\": \"" + at(day, "11:15") + "\"}",
                "If-Match",
                booked.header("ETag"),
                "X-Forwarded-User",
                "Kim");
        Answer cancelled = server.delete(HAPPY_PAWS, path, "If-Match", moved.header("ETag"), "X-Forwarded-User", "Lee");
        Answer gone = server.get(HAPPY_PAWS, path);
        JsonNode listed =
                server.get(HAPPY_PAWS, "/api/appointments/cancelled?day=" + day).json();
        Answer restored = server.post(HAPPY_PAWS, path + "/restore", "", "X-Forwarded-User", "Mo");

        assertThat(booked.header("Location")).isEqualTo(path);
        assertThat(booked.json().get("price").get("amount").asLong()).isEqualTo(6000);
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(moved.json().get("start").asString()).startsWith(day + "T11:15");
        assertThat(moved.json().get("end").asString()).startsWith(day + "T11:45");
        assertThat(cancelled.status()).isEqualTo(204);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(ids(listed)).containsExactly(booked.json().get("id").asString());
        assertThat(restored.status()).isEqualTo(200);
        JsonNode history = server.get(HAPPY_PAWS, path.replace("/api/appointments", "/api/history/appointment"))
                .json();
        assertThat(history.valueStream()
                        .map(change -> change.get("action").asString() + " by "
                                + change.get("actor").asString()))
                .containsExactly("restored by Mo", "deleted by Lee", "changed by Kim", "created by Dana");
        assertThat(history.get(2).get("changes").toString())
                .contains("starts_at", "ends_at")
                .doesNotContain("price");
    }

    @Test
    void a_taken_time_is_a_conflict_that_says_with_what() {
        LocalDate day = freeDay();
        booked(0, 0, 0, at(day, "09:00"));

        Answer staff = book(1, 0, 1, at(day, "09:15"));
        Answer resource = book(1, 1, 0, at(day, "09:15"));
        Answer pet = book(0, 1, 1, at(day, "09:15"));
        Answer all = book(0, 0, 0, at(day, "08:45"));
        Answer after = book(0, 0, 0, at(day, "09:30"));

        assertThat(List.of(staff, resource, pet, all)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.type()).contains("application/problem+json");
            assertThat(answer.problem()).isEqualTo("slot-taken");
        });
        assertThat(with(staff)).containsExactly("staff");
        assertThat(with(resource)).containsExactly("resource");
        assertThat(with(pet)).containsExactly("pet");
        assertThat(with(all)).containsExactly("staff", "resource", "pet");
        assertThat(staff.json().get("detail").asString())
                .contains(server.get(HAPPY_PAWS, "/api/staff")
                        .json()
                        .get(0)
                        .get("name")
                        .asString())
                .contains("is taken from 09:00 to 09:30");
        assertThat(after.status()).isEqualTo(201);
    }

    private static List<String> with(Answer conflict) {
        List<String> with = new ArrayList<>();
        conflict.json()
                .get("conflicts")
                .forEach(each -> with.add(each.get("with").asString()));
        return with;
    }

    @Test
    void of_many_who_want_the_same_time_one_gets_it() {
        LocalDate day = freeDay();
        List<CompletableFuture<Integer>> racing = IntStream.range(0, 8)
                .mapToObj(pet -> CompletableFuture.supplyAsync(
                        () -> book(pet, 0, 0, at(day, "10:00")).status()))
                .toList();

        assertThat(racing.stream().map(CompletableFuture::join))
                .containsOnly(201, 409)
                .containsOnlyOnce(201);
    }

    @Test
    void a_cancelled_time_is_free_and_a_restore_into_a_taken_one_is_a_conflict() {
        LocalDate day = freeDay();
        Answer first = booked(0, 0, 0, at(day, "09:00"));
        String path = "/api/appointments/" + first.json().get("id").asString();
        server.delete(HAPPY_PAWS, path, "If-Match", first.header("ETag"));
        booked(1, 0, 1, at(day, "09:00"));

        Answer restored = server.post(HAPPY_PAWS, path + "/restore", "");

        assertThat(restored.status()).as(restored.body()).isEqualTo(409);
        assertThat(with(restored)).containsExactly("staff");
        assertThat(server.get(HAPPY_PAWS, path).status()).isEqualTo(404);
    }

    @Test
    void the_same_request_books_once() {
        LocalDate day = freeDay();
        String key = UUID.randomUUID().toString();

        Answer first = book(0, 0, 0, at(day, "09:00"), "Idempotency-Key", key);
        Answer again = book(0, 0, 0, at(day, "09:00"), "Idempotency-Key", key);
        Answer another = book(1, 1, 1, at(day, "12:00"), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(another.status()).isEqualTo(422);
        assertThat(another.problem()).isEqualTo("key-used-before");
    }

    @Test
    void the_same_request_sent_many_times_at_once_books_once() {
        LocalDate day = freeDay();
        String key = UUID.randomUUID().toString();
        String booking = booking(0, 0, 0, at(day, "09:00"));

        List<CompletableFuture<Answer>> racing = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> server.post(HAPPY_PAWS, "/api/appointments", booking, "Idempotency-Key", key)))
                .toList();

        List<Answer> answers = racing.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(answers.stream()
                        .map(answer -> answer.json().get("id").asString())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void the_key_of_one_business_means_nothing_to_another() {
        String key = UUID.randomUUID().toString();
        book(0, 0, 0, at(freeDay(), "09:00"), "Idempotency-Key", key);
        LocalDate day = freeDay(ZoneId.of("Asia/Tokyo"));
        String booking = """
                {"petId": "%s", "staffId": "%s", "resourceId": "%s", "serviceId": "%s", "start": "%sT10:00:00+09:00"}""".formatted(
                        id(MORI, "/api/pets", 0),
                        id(MORI, "/api/staff", 0),
                        id(MORI, "/api/resources", 0),
                        id(MORI, "/api/services", 0),
                        day);

        assertThat(server.post(MORI, "/api/appointments", booking, "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void who_changes_something_says_which_version_was_seen() {
        Answer booked = booked(0, 0, 0, at(freeDay(), "09:00"));
        String path = "/api/appointments/" + booked.json().get("id").asString();

        Answer unsaid = server.put(HAPPY_PAWS, path + "/status", "{\"status\": \"arrived\"}");
        Answer first = server.put(
                HAPPY_PAWS,
                path + "/status",
                "{\"status\": \"arrived\"}",
                "If-Match",
                booked.header("ETag"),
                "X-Forwarded-User",
                "Kim");
        Answer stale =
                server.put(HAPPY_PAWS, path + "/status", "{\"status\": \"done\"}", "If-Match", booked.header("ETag"));

        assertThat(unsaid.status()).isEqualTo(428);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).isEqualTo("\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().get("detail").asString()).contains("changed by Kim");
        assertThat(stale.json().get("currentVersion").asLong()).isOne();
    }

    // Time

    @Test
    void a_business_lives_in_its_own_time_zone() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Tokyo"));

        JsonNode day = server.get(MORI, "/api/appointments").json();

        assertThat(day.size()).isPositive();
        assertThat(day.valueStream()
                        .map(each -> OffsetDateTime.parse(each.get("start").asString())))
                .allSatisfy(start -> {
                    assertThat(start.toLocalDate()).isEqualTo(today);
                    assertThat(start.getOffset().getId()).isEqualTo("+09:00");
                });
    }

    @Test
    void outside_opening_hours_nothing_is_booked() {
        Answer early = book(0, 0, 0, at(freeDay(), "07:45"));
        Answer late = book(0, 0, 0, at(freeDay(), "17:45"));

        assertThat(early.status()).isEqualTo(422);
        assertThat(early.problem()).isEqualTo("closed");
        assertThat(early.json().get("detail").asString())
                .contains("open from 08:00 to 18:00 (America/Los_Angeles)")
                .contains("from 07:45 to 08:15");
        assertThat(late.status()).isEqualTo(422);
    }

    // Bad input

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Answer owner = server.post(HAPPY_PAWS, "/api/owners", "{\"name\": \" \", \"email\": \"nowhere\"}");
        Answer booking = server.post(HAPPY_PAWS, "/api/appointments", "{}");
        Answer service = server.post(
                HAPPY_PAWS, "/api/services", "{\"name\": \"Nap\", \"minutes\": 2, \"price\": 100, \"deposit\": 200}");

        assertThat(owner.status()).isEqualTo(400);
        assertThat(owner.problem()).isEqualTo("invalid");
        assertThat(owner.body())
                .contains("3 values are not as they should be.")
                .contains("Give a name.", "That is no email address.", "Give a phone number.");
        assertThat(booking.json().get("errors").size()).isEqualTo(5);
        assertThat(service.body())
                .contains("A service takes 5 minutes or more.", "A deposit is no more than the price.");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/pets/no-uuid, '', 400",
        "GET, /api/pets?size=0, '', 400",
        "GET, /api/pets?after=forged, '', 400",
        "GET, /api/search?q=, '', 400",
        "GET, /api/history/business/00000000-0000-0000-0000-000000000000, '', 400",
        "GET, /api/appointments?day=someday, '', 400",
        "POST, /api/owners, '{', 400",
        "POST, /api/owners, '{\"nick\": 1}', 400",
        "PATCH, /api/owners, '', 405",
        "GET, /api/nothing, '', 404",
    })
    void bad_requests_are_problem_details(String method, String path, String body, int status) {
        Answer answer = server.send(HAPPY_PAWS, method, path, body, "application/json");

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).contains("application/problem+json");
    }

    @Test
    void ids_of_another_business_are_as_unknown_as_any() {
        String foreignPet = id(MORI, "/api/pets", 0);
        String ownPet = id(HAPPY_PAWS, "/api/pets", 0);
        String foreignOwner = id(MORI, "/api/owners", 0);
        String pet = """
                {"ownerId": "%s", "name": "Rex", "species": "dog"}""";

        assertThat(server.get(HAPPY_PAWS, "/api/pets/" + foreignPet).status()).isEqualTo(404);
        assertThat(server.delete(HAPPY_PAWS, "/api/pets/" + foreignPet, "If-Match", "\"0\"")
                        .status())
                .isEqualTo(404);
        assertThat(server.post(HAPPY_PAWS, "/api/pets/" + foreignPet + "/restore", "")
                        .status())
                .isEqualTo(404);
        Answer added = server.post(HAPPY_PAWS, "/api/pets", pet.formatted(foreignOwner));
        assertThat(added.status()).as(added.body()).isEqualTo(422);
        assertThat(added.problem()).isEqualTo("unknown-reference");
        Answer changed =
                server.put(HAPPY_PAWS, "/api/pets/" + ownPet, pet.formatted(foreignOwner), "If-Match", "\"0\"");
        assertThat(changed.status()).as(changed.body()).isEqualTo(422);
        Answer vaccinated = server.post(HAPPY_PAWS, "/api/pets/" + foreignPet + "/vaccinations", """
                {"vaccine": "Rabies", "batch": "", "givenOn": "2026-01-01", "validUntil": "2027-01-01"}""");
        assertThat(vaccinated.status()).isEqualTo(422);
    }

    // Clients and what the business works with

    @Test
    void clients_are_added_changed_deleted_and_restored() {
        Answer added = server.post(HAPPY_PAWS, "/api/owners", """
                {"name": "Ada Lovelace", "email": "ada@example.org", "phone": "+1 503 555 0199"}""");
        String path = "/api/owners/" + added.json().get("id").asString();
        Answer changed = server.put(HAPPY_PAWS, path, """
                {"name": "Ada King", "email": "ada@example.org", "phone": "+1 503 555 0199", "note": "Prefers mail"}""", "If-Match", added.header("ETag"));
        Answer deleted = server.delete(HAPPY_PAWS, path, "If-Match", changed.header("ETag"));
        Answer hidden = server.get(HAPPY_PAWS, path);
        Answer restored = server.post(HAPPY_PAWS, path + "/restore", "");

        assertThat(added.status()).isEqualTo(201);
        assertThat(changed.json().get("name").asString()).isEqualTo("Ada King");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(restored.json().get("note").asString()).isEqualTo("Prefers mail");
    }

    @Test
    void a_pet_with_appointments_to_come_stays() {
        Answer pet = server.post(
                HAPPY_PAWS,
                "/api/pets",
                "{\"ownerId\": \"%s\", \"name\": \"Comet\", \"species\": \"dog\", \"bornOn\": \"2024-02-29\"}"
                        .formatted(id(HAPPY_PAWS, "/api/owners", 0)));
        String path = "/api/pets/" + pet.json().get("id").asString();
        String booking = booking(0, 0, 0, at(freeDay(), "09:00"))
                .replaceFirst(
                        "\"petId\": \"[^\"]*\"",
                        "\"petId\": \"" + pet.json().get("id").asString() + "\"");
        Answer booked = server.post(HAPPY_PAWS, "/api/appointments", booking);

        Answer refused = server.delete(HAPPY_PAWS, path, "If-Match", pet.header("ETag"));
        server.delete(
                HAPPY_PAWS,
                "/api/appointments/" + booked.json().get("id").asString(),
                "If-Match",
                booked.header("ETag"));
        Answer deleted = server.delete(HAPPY_PAWS, path, "If-Match", pet.header("ETag"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("pet-is-booked");
        assertThat(deleted.status()).isEqualTo(204);
    }

    @Test
    void vaccinations_belong_to_a_pet() {
        String pets = "/api/pets/" + id(HAPPY_PAWS, "/api/pets", 1) + "/vaccinations";

        Answer added = server.post(HAPPY_PAWS, pets, """
                {"vaccine": "Rabies", "batch": "R-1", "givenOn": "2026-05-01", "validUntil": "2027-05-01"}""");
        Answer wrong = server.post(HAPPY_PAWS, pets, """
                {"vaccine": "Rabies", "batch": "R-1", "givenOn": "2026-05-01", "validUntil": "2026-05-01"}""");

        assertThat(added.status()).isEqualTo(201);
        assertThat(ids(server.get(HAPPY_PAWS, pets).json()))
                .contains(added.json().get("id").asString());
        assertThat(wrong.body()).contains("It protects until a day after the one it was given on.");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/staff, '{\"name\": \"Robin\", \"role\": \"nurse\"}', '{\"name\": \"Robin\", \"role\": \"vet\"}'",
        "/api/resources, '{\"name\": \"Room Fir\", \"kind\": \"room\"}', '{\"name\": \"Room Fir\", \"kind\": \"table\"}'",
        "/api/services, '{\"name\": \"Massage\", \"minutes\": 30, \"price\": 100, \"deposit\": 0}', '{\"name\": \"Massage\", \"minutes\": 45, \"price\": 100, \"deposit\": 0}'",
    })
    void staff_resources_and_services_are_kept(String path, String input, String change) {
        Answer added = server.post(HAPPY_PAWS, path, input);
        String row = path + "/" + added.json().get("id").asString();
        Answer changed = server.put(HAPPY_PAWS, row, change, "If-Match", added.header("ETag"));
        Answer deleted = server.delete(HAPPY_PAWS, row, "If-Match", changed.header("ETag"));
        Set<String> listed = ids(server.get(HAPPY_PAWS, path).json());
        Answer restored = server.post(HAPPY_PAWS, row + "/restore", "");
        server.delete(HAPPY_PAWS, row, "If-Match", restored.header("ETag"));

        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(listed).doesNotContain(added.json().get("id").asString());
        assertThat(restored.status()).isEqualTo(200);
    }

    @Test
    void pages_follow_one_another_by_cursor() {
        List<String> whole = new ArrayList<>();
        server.get(PFOTENHOF, "/api/pets?size=100")
                .json()
                .get("items")
                .forEach(pet -> whole.add(pet.get("id").asString()));
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    server.get(PFOTENHOF, "/api/pets?size=7&after=" + next).json();
            page.get("items").forEach(pet -> paged.add(pet.get("id").asString()));
            next = page.get("next").isNull() ? "" : page.get("next").asString();
        } while (!next.isEmpty());

        assertThat(paged).hasSizeGreaterThan(14).isEqualTo(whole);
    }

    // Search

    @Test
    void pets_owners_and_appointments_are_found_and_no_others() {
        Answer owner = server.post(HAPPY_PAWS, "/api/owners", """
                {"name": "Quentin Zephyrine", "email": "q@example.org", "phone": "+1 503 555 0177", "note": "breeds whippets"}""");
        Answer pet = server.post(
                HAPPY_PAWS,
                "/api/pets",
                "{\"ownerId\": \"%s\", \"name\": \"Stardust\", \"species\": \"dog\", \"breed\": \"Whippet\"}"
                        .formatted(owner.json().get("id").asString()));
        String booking = booking(0, 0, 0, at(freeDay(), "09:00"))
                .replaceFirst(
                        "\"petId\": \"[^\"]*\"",
                        "\"petId\": \"" + pet.json().get("id").asString() + "\"");
        server.post(HAPPY_PAWS, "/api/appointments", booking.replace("by a test", "itches dreadfully"));

        assertThat(kinds(HAPPY_PAWS, "whippet")).containsExactly("pet", "appointment");
        assertThat(kinds(HAPPY_PAWS, "zephyrine")).containsExactly("owner", "appointment");
        assertThat(kinds(HAPPY_PAWS, "itches")).containsExactly("appointment");
        assertThat(kinds(HAPPY_PAWS, "stardust%20-whippet")).isEmpty();
        assertThat(kinds(HAPPY_PAWS, "Stardusd")).containsExactly("pet");
        assertThat(kinds(MORI, "zephyrine")).isEmpty();
        assertThat(kinds(MORI, "Stardusd")).isEmpty();
        assertThat(kinds(HAPPY_PAWS, "%27%20or%201%3D1%20--")).isEmpty();
    }

    private List<String> kinds(String slug, String query) {
        List<String> kinds = new ArrayList<>();
        server.get(slug, "/api/search?q=" + query)
                .json()
                .forEach(hit -> kinds.add(hit.get("kind").asString()));
        return kinds;
    }

    // Money

    @Test
    void money_is_taken_once_and_never_more_given_back_than_was_paid() {
        String path = "/api/appointments/"
                + booked(0, 0, 0, at(freeDay(), "09:00")).json().get("id").asString() + "/payments";
        String deposit = """
                {"kind": "deposit", "amount": 2000, "metadata": {"terminal": {"id": 7}, "tip": false}}""";
        String key = UUID.randomUUID().toString();

        Answer taken = server.post(HAPPY_PAWS, path, deposit, "Idempotency-Key", key, "X-Forwarded-User", "Dana");
        Answer again = server.post(HAPPY_PAWS, path, deposit, "Idempotency-Key", key);
        String refunds = "/api/payments/" + taken.json().get("id").asString() + "/refunds";
        Answer refunded = server.post(HAPPY_PAWS, refunds, "{\"amount\": 1500, \"reason\": \"moved away\"}");
        Answer tooMuch = server.post(HAPPY_PAWS, refunds, "{\"amount\": 501, \"reason\": \"again\"}");
        Answer nothing = server.post(HAPPY_PAWS, path, "{\"kind\": \"tip\", \"amount\": 0}");

        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.json().get("by").asString()).isEqualTo("Dana");
        assertThat(taken.json().get("metadata").get("terminal").get("id").asInt())
                .isEqualTo(7);
        assertThat(again.json().get("id")).isEqualTo(taken.json().get("id"));
        assertThat(refunded.status()).as(refunded.body()).isEqualTo(201);
        assertThat(tooMuch.status()).as(tooMuch.body()).isEqualTo(422);
        assertThat(tooMuch.problem()).isEqualTo("refund-too-high");
        assertThat(nothing.json().get("errors").size()).isEqualTo(2);
        assertThat(server.get(HAPPY_PAWS, path).json().size()).isEqualTo(2);
        JsonNode history = server.get(
                        HAPPY_PAWS,
                        "/api/history/payment/" + taken.json().get("id").asString())
                .json();
        assertThat(history.get(0).get("actor").asString()).isEqualTo("Dana");
    }

    @Test
    void refunds_at_the_same_moment_are_counted_one_after_another() {
        String path = "/api/appointments/"
                + booked(0, 0, 0, at(freeDay(), "09:00")).json().get("id").asString() + "/payments";
        Answer paid = server.post(HAPPY_PAWS, path, "{\"kind\": \"payment\", \"amount\": 1000}");
        String refunds = "/api/payments/" + paid.json().get("id").asString() + "/refunds";

        List<CompletableFuture<Integer>> racing = IntStream.range(0, 5)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> server.post(HAPPY_PAWS, refunds, "{\"amount\": 400, \"reason\": \"race\"}")
                                .status()))
                .toList();

        assertThat(racing.stream().map(CompletableFuture::join).sorted()).containsExactly(201, 201, 422, 422, 422);
    }

    @Test
    void payments_and_history_are_append_only_for_the_application() throws SQLException {
        try (Connection connection =
                        server.postgres().getDatabase("petcare_app", "petcare").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "update payment set amount = 1",
                    "delete from payment",
                    "insert into history (tenant_id, table_name, row_id, action) select tenant_id, '', id, 'insert' from pet",
                    "update history set actor = 'nobody'",
                    "delete from history")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    // In operation

    @Test
    void the_api_describes_itself() {
        JsonNode api = server.get("", "/v3/api-docs").json();

        assertThat(api.get("info").get("title").asString()).isEqualTo("Pet care");
        assertThat(api.get("paths").propertyNames())
                .contains(
                        "/api/appointments",
                        "/api/appointments/{id}/move",
                        "/api/appointments/{id}/restore",
                        "/api/pets/{id}",
                        "/api/payments/{payment}/refunds",
                        "/api/search",
                        "/api/history/{table}/{id}")
                .allMatch(path -> path.startsWith("/api/"));
        assertThat(api.at("/paths/~1api~1appointments/post/parameters").toString())
                .contains("Idempotency-Key");
    }

    @Test
    void the_application_says_that_it_is_protected() {
        Answer health = server.get("", "/actuator/health");
        JsonNode tables = server.get("", "/actuator/rowhouse").json();

        assertThat(health.json().get("status").asString()).isEqualTo("UP");
        assertThat(tables.toString()).contains("appointment", "history", "payment", "rowhouse_tenant");
    }
}
