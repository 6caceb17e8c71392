package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.api.Cursor;
import dev.rowhouse.samples.petcare.bookings.BookingInput;
import dev.rowhouse.samples.petcare.bookings.Bookings;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.Clients;
import dev.rowhouse.samples.petcare.practice.Practice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Books an appointment. */
@Controller
@RequestMapping("/book")
class BookPage {
    private static final int MOST_PETS = 500;

    private final Bookings bookings;
    private final Clients clients;
    private final Practice practice;
    private final CurrentBusiness business;
    private final Clock clock;

    BookPage(Bookings bookings, Clients clients, Practice practice, CurrentBusiness business, Clock clock) {
        this.bookings = bookings;
        this.clients = clients;
        this.practice = practice;
        this.business = business;
        this.clock = clock;
    }

    /** What was chosen so far. The key is made with the form, so that sending the form twice books once. */
    record Form(
            @Nullable UUID pet,
            @Nullable UUID staff,
            @Nullable UUID resource,
            @Nullable UUID service,
            @Nullable LocalDateTime start,
            @Nullable String note,
            @Nullable String key) {}

    @GetMapping
    String form(
            @RequestParam(required = false) @Nullable UUID pet,
            @RequestParam(required = false) @Nullable UUID staff,
            @RequestParam(required = false) @Nullable UUID resource,
            @RequestParam(required = false) @Nullable LocalDateTime start,
            Model model) {
        Business current = business.get();
        LocalDateTime first = current.today(clock).plusDays(1).atTime(current.getOpens());
        return page(
                new Form(
                        pet,
                        staff,
                        resource,
                        null,
                        start == null ? first : start,
                        "",
                        UUID.randomUUID().toString()),
                model);
    }

    @PostMapping
    String book(
            @RequestParam UUID pet,
            @RequestParam UUID staff,
            @RequestParam UUID resource,
            @RequestParam UUID service,
            @RequestParam LocalDateTime start,
            @RequestParam(defaultValue = "") String note,
            @RequestParam String key,
            Model model,
            HttpServletResponse response) {
        Business current = business.get();
        try {
            BookingInput input = new BookingInput(
                    pet,
                    staff,
                    resource,
                    service,
                    CurrentBusiness.localTime(CurrentBusiness.instantOf(start, current.getZone()), current.getZone()),
                    note);
            return "redirect:/appointments/" + bookings.book(input, key).id();
        } catch (ErrorResponseException e) {
            Refusal refusal = Refusal.of(e);
            model.addAttribute("refusal", refusal);
            response.setStatus(refusal.status());
            return page(new Form(pet, staff, resource, service, start, note, key), model);
        }
    }

    private String page(Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("pets", clients.pets(Cursor.START, MOST_PETS));
        model.addAttribute("staff", practice.staff());
        model.addAttribute("resources", practice.resources());
        model.addAttribute("services", practice.services());
        return "book";
    }
}
