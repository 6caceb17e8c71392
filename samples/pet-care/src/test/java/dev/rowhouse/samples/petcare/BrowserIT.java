package dev.rowhouse.samples.petcare;

import static dev.rowhouse.samples.petcare.PetCareServer.HAPPY_PAWS;
import static dev.rowhouse.samples.petcare.PetCareServer.MORI;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.WebElement;

/** The pages in a real browser, where one is installed. Screenshots are in {@code target/screenshots}. */
class BrowserIT {
    private static Browser browser;

    private final PetCareServer server = PetCareServer.get();

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String address(PetCareServer server, String slug, String path) {
        return "http://" + slug + ".localhost:" + server.port() + path;
    }

    private void open(String slug, String path) {
        browser.open(address(server, slug, path));
    }

    private void atTheDesk(int person) {
        open(HAPPY_PAWS, "/desk");
        browser.follow(browser.all("button[name=name]").get(person));
    }

    @Test
    void an_appointment_is_booked_moved_cancelled_and_restored() throws IOException {
        LocalDate day = LocalDate.now(ZoneId.of("America/Los_Angeles")).plusDays(300);
        browser.look(Browser.DESKTOP, false);
        atTheDesk(2);
        assertThat(browser.find("nav .desk").getText()).isEqualTo("Priya Raman");

        open(HAPPY_PAWS, "/calendar?day=" + day);
        browser.follow(browser.all(".free").get(3));
        browser.choose("pet", 1);
        browser.find("textarea").sendKeys("booked in a browser");
        browser.click("#book");
        assertThat(browser.text()).contains("booked in a browser", "by Priya Raman");
        String appointment = browser.address();

        browser.choose("staff", 1);
        browser.choose("resource", 2);
        browser.click("#move");
        assertThat(browser.address()).isEqualTo(appointment);
        assertThat(browser.find("#history").getText()).contains("changed", "staff", "Dr. Maya Lindqvist");

        open(HAPPY_PAWS, "/calendar?day=" + day);
        assertThat(browser.all(".slot")).hasSize(1);
        browser.click(".slot");
        browser.click("#cancel");
        assertThat(browser.address()).contains("/calendar?day=" + day);
        assertThat(browser.all(".free")).isNotEmpty();
        assertThat(browser.find(".day").getText()).doesNotContain("Check-up");
        assertThat(browser.find("#cancelled").getText()).contains("cancelled by Priya Raman");

        browser.click("#cancelled button");
        assertThat(browser.address()).isEqualTo(appointment);
        assertThat(browser.find("#history").getText()).contains("restored", "deleted", "changed", "created");
        browser.screenshot("history-desktop-light");
        browser.look(Browser.PHONE, true);
        browser.screenshot("history-phone-dark");
    }

    @Test
    void a_taken_time_is_said_beside_the_form() {
        LocalDate day = LocalDate.now(ZoneId.of("America/Los_Angeles")).plusDays(301);
        browser.look(Browser.PHONE, false);
        for (int pet = 1; pet <= 2; pet++) {
            String staff =
                    server.get(HAPPY_PAWS, "/api/staff").json().get(0).get("id").asString();
            open(HAPPY_PAWS, "/book?staff=" + staff + "&start=" + day + "T10:00");
            browser.choose("pet", pet);
            browser.click("#book");
        }

        assertThat(browser.find("[role=alert]").getText())
                .contains("The time is taken", "Dr. Andre Coleman is taken from 10:00");
        assertThat(browser.isTooWide()).isFalse();
    }

    @Test
    void what_is_searched_is_found_and_opened() {
        browser.look(Browser.PHONE, false);
        open(HAPPY_PAWS, "/search");
        browser.find("input[type=search]").sendKeys("Junipper");
        browser.click(".search button");

        assertThat(browser.find(".hits").getText()).contains("Juniper");
        browser.click(".hits a");
        assertThat(browser.find("h1").getText()).isEqualTo("Juniper");
        assertThat(browser.text()).contains("Vaccinations", "History");
    }

    @Test
    void one_business_is_not_the_other() {
        browser.look(Browser.DESKTOP, false);
        atTheDesk(0);
        open(HAPPY_PAWS, "/calendar");
        String appointment = browser.all(".slot").get(0).getDomAttribute("href");

        open(MORI, String.valueOf(appointment));

        assertThat(browser.find("h1").getText()).isEqualTo("Not found");
        open(MORI, "/calendar");
        assertThat(browser.find("nav .desk").getText()).isEqualTo("Who is at the desk?");
        browser.open("http://localhost:" + server.port() + "/");
        browser.link("Tierpraxis Pfotenhof");
        assertThat(browser.address()).isEqualTo(address(server, "pfotenhof", "/calendar"));
    }

    @ParameterizedTest
    @CsvSource({"desktop, false", "desktop, true", "phone, false", "phone, true"})
    void pages_fit_in_light_and_dark(String size, boolean dark) throws IOException {
        boolean phone = size.equals("phone");
        browser.look(phone ? Browser.PHONE : Browser.DESKTOP, dark);
        open(HAPPY_PAWS, "/calendar");
        List<WebElement> slots = browser.all(".slot");
        String appointment = String.valueOf(slots.get(slots.size() - 1).getDomAttribute("href"));
        boolean isGrid = browser.find(".head").isDisplayed();
        browser.complaints();

        assertThat(isGrid).isNotEqualTo(phone);
        for (String path :
                List.of("/calendar", "/calendar?by=room", "/book", "/search?q=dog", appointment, "/desk", "/attack")) {
            open(HAPPY_PAWS, path);
            assertThat(browser.isTooWide()).as(path).isFalse();
            assertThat(browser.brightness()).as(path).matches(bright -> dark ? bright < 60 : bright > 200);
            assertThat(browser.origins()).as(path).isNotEmpty().allMatch(address(server, HAPPY_PAWS, "")::equals);
            String name =
                    path.equals(appointment) ? "appointment" : path.substring(1).replaceAll("\\W+", "-");
            browser.screenshot(name + "-" + size + (dark ? "-dark" : "-light"));
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void the_attack_page_tells_both_stories() throws IOException {
        browser.look(Browser.DESKTOP, false);
        for (PetCareServer each : List.of(server, PetCareServer.unprotected())) {
            browser.open(address(each, HAPPY_PAWS, "/attack"));
            browser.click("#run");
            boolean isProtected = each == server;

            assertThat(browser.find(".verdict").getText()).startsWith(isProtected ? "30 of 30" : "6 of 30");
            assertThat(browser.all(".attacks .leaked")).hasSize(isProtected ? 0 : 24);
            browser.screenshot("attacked-" + (isProtected ? "protected" : "unprotected"));
            browser.look(Browser.PHONE, true);
            assertThat(browser.isTooWide()).isFalse();
            browser.screenshot("attacked-phone-" + (isProtected ? "protected" : "unprotected"));
            browser.look(Browser.DESKTOP, false);
        }
    }
}
