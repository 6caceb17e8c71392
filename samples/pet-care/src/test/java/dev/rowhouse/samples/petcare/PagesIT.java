package dev.rowhouse.samples.petcare;

import static dev.rowhouse.samples.petcare.PetCareServer.HAPPY_PAWS;
import static dev.rowhouse.samples.petcare.PetCareServer.MORI;
import static dev.rowhouse.samples.petcare.PetCareServer.PFOTENHOF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.samples.petcare.PetCareServer.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The pages over real HTTP, without a browser. */
class PagesIT {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    private final PetCareServer server = PetCareServer.get();

    private Map<String, String> form(LocalDate day, String time) {
        Map<String, String> form = new HashMap<>();
        form.put("pet", first("/api/pets?size=1", "items"));
        form.put("staff", first("/api/staff", ""));
        form.put("resource", first("/api/resources", ""));
        form.put("service", first("/api/services", ""));
        form.put("start", day + "T" + time);
        form.put("note", "<b>shy</b>");
        form.put("key", UUID.randomUUID().toString());
        return form;
    }

    private String first(String path, String member) {
        JsonNode json = server.get(PFOTENHOF, path).json();
        return (member.isEmpty() ? json : json.get(member)).get(0).get("id").asString();
    }

    private static String field(Answer page, String name) {
        Matcher matcher =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void the_bare_domain_lists_the_businesses() {
        Answer home = server.get("", "/");

        assertThat(home.body())
                .contains("Happy Paws Veterinary Clinic", "Tierpraxis Pfotenhof", "もりの動物病院")
                .contains("http://happy-paws.localhost:" + server.port() + "/calendar");
        assertThat(server.get(HAPPY_PAWS, "/").location()).isEqualTo("/calendar");
    }

    @Test
    void the_calendar_has_a_column_for_each_person_or_room() {
        Answer byStaff = server.get(HAPPY_PAWS, "/calendar");
        Answer byRoom = server.get(HAPPY_PAWS, "/calendar?by=room");

        assertThat(byStaff.body())
                .contains("Dr. Maya Lindqvist", "--columns:4", "class=\"slot")
                .doesNotContain("--columns:5");
        assertThat(byRoom.body()).contains("Room Cedar", "X-ray table", "--columns:5");
        assertThat(byStaff.body()).contains("Cancelled", "cancelled by Dr. Maya Lindqvist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calendar", "/book", "/search?q=dog", "/desk", "/attack"})
    void every_page_is_whole_and_takes_nothing_from_elsewhere(String path) {
        Answer page = server.get(MORI, path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains("もりの動物病院").endsWith("</html>\n").doesNotContain("<script");
        assertThat(Pattern.compile("(?:src|href)=\"(?:https?:)?//")
                        .matcher(page.body())
                        .find())
                .isFalse();
        assertThat(server.get(MORI, "/assets/pet-care.css").body()).contains("prefers-color-scheme: dark");
    }

    @Test
    void an_appointment_is_booked_moved_cancelled_and_restored_by_forms() {
        LocalDate day = LocalDate.now(ZURICH).plusDays(200);
        Map<String, String> form = form(day, "10:00");
        String[] desk = {"Cookie", "desk=Regula+Frick"};

        Answer booked = server.submit(PFOTENHOF, "/book", form, desk);
        Answer twice = server.submit(PFOTENHOF, "/book", form, desk);
        String path = booked.location();
        Answer page = server.get(PFOTENHOF, path, desk);
        Answer moved = server.submit(
                PFOTENHOF,
                path + "/move",
                Map.of(
                        "version", field(page, "version"),
                        "start", day + "T14:30",
                        "staff", form.get("staff"),
                        "resource", form.get("resource")),
                desk);
        Answer stale = server.submit(PFOTENHOF, path + "/cancel", Map.of("version", "0"), desk);
        Answer cancelled = server.submit(PFOTENHOF, path + "/cancel", Map.of("version", "1"), desk);
        Answer calendar = server.get(PFOTENHOF, "/calendar?day=" + day);
        Answer restored = server.submit(PFOTENHOF, path + "/restore", Map.of(), desk);
        Answer after = server.get(PFOTENHOF, path);

        assertThat(booked.status()).isEqualTo(302);
        assertThat(twice.location()).isEqualTo(path);
        assertThat(page.body()).contains("10:00", "&lt;b&gt;shy&lt;/b&gt;").doesNotContain("<b>shy</b>");
        assertThat(moved.status()).isEqualTo(302);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.body()).contains("Changed meanwhile", "changed by Regula Frick");
        assertThat(cancelled.header("Location")).endsWith("/calendar?day=" + day + "#cancelled");
        assertThat(calendar.body()).contains("cancelled by Regula Frick").doesNotContain("class=\"slot");
        assertThat(restored.status()).isEqualTo(302);
        assertThat(after.body())
                .contains("14:30", ">created<", ">changed<", ">deleted<", ">restored<", "<b>Regula Frick</b>");
    }

    @Test
    void a_form_that_is_refused_is_shown_again_with_the_reason() {
        LocalDate day = LocalDate.now(ZURICH).plusDays(201);
        server.submit(PFOTENHOF, "/book", form(day, "10:00"));

        Answer taken = server.submit(PFOTENHOF, "/book", form(day, "10:00"));
        Answer closed = server.submit(PFOTENHOF, "/book", form(day, "05:00"));

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).contains("The time is taken", "is taken from 10:00", "value=\"" + day + "T10:00\"");
        assertThat(closed.status()).isEqualTo(422);
        assertThat(closed.body()).contains("is open from 07:30 to 18:00 (Europe/Zurich)");
    }

    @Test
    void a_time_that_the_clocks_leave_out_is_refused() {
        Map<String, String> form = form(LocalDate.of(2027, 3, 28), "02:30");

        Answer answer = server.submit(PFOTENHOF, "/book", form);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("The clocks of Europe/Zurich never show 2027-03-28T02:30");
    }

    @Test
    void money_is_taken_and_given_back_on_the_page() {
        Map<String, String> form = form(LocalDate.now(ZURICH).plusDays(202), "10:00");
        String path = server.submit(PFOTENHOF, "/book", form).location();

        Answer nonsense = server.submit(
                PFOTENHOF, path + "/payments", Map.of("kind", "payment", "amount", "ten", "method", "cash"));
        Answer taken = server.submit(
                PFOTENHOF, path + "/payments", Map.of("kind", "payment", "amount", "12,50", "method", "cash"));
        String payment = server.get(PFOTENHOF, path.replace("/appointments", "/api/appointments") + "/payments")
                .json()
                .get(0)
                .get("id")
                .asString();
        Answer tooMuch = server.submit(
                PFOTENHOF, path + "/payments/" + payment + "/refund", Map.of("amount", "13", "reason", "error"));

        assertThat(nonsense.status()).isEqualTo(422);
        assertThat(nonsense.body()).contains("That is no amount of money: write it as in 12.50 CHF.");
        assertThat(taken.status()).isEqualTo(302);
        assertThat(server.get(PFOTENHOF, path).body()).contains("12.50 CHF");
        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.body()).contains("More would be given back than was paid.");
    }

    @Test
    void what_is_of_another_business_is_not_there() {
        String foreign =
                server.get(MORI, "/api/appointments").json().get(0).get("id").asString();

        Answer page = server.get(HAPPY_PAWS, "/appointments/" + foreign);
        Answer restored = server.submit(HAPPY_PAWS, "/appointments/" + foreign + "/restore", Map.of());

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such appointment.");
        assertThat(restored.status()).isEqualTo(404);
    }

    @Test
    void pets_and_owners_have_pages_with_their_history() {
        String pet = first("/api/pets?size=1", "items");
        Answer petPage = server.get(PFOTENHOF, "/pets/" + pet);
        Answer ownerPage = server.get(PFOTENHOF, "/owners/" + first("/api/owners?size=1", "items"));

        assertThat(petPage.body()).contains("Vaccinations", "Appointments", ">created<", "Demonstration");
        assertThat(ownerPage.body()).contains("Pets", ">created<", "@pfotenhof.example");
    }
}
