package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.bookings.Bookings;
import dev.rowhouse.samples.petcare.bookings.Entry;
import dev.rowhouse.samples.petcare.bookings.MoveInput;
import dev.rowhouse.samples.petcare.bookings.Status;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.business.Money;
import dev.rowhouse.samples.petcare.payments.Payment;
import dev.rowhouse.samples.petcare.payments.Payments;
import dev.rowhouse.samples.petcare.practice.Practice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.JsonNodeFactory;

/** An appointment: move it, cancel it, bring it back, take money for it, see its history. */
@Controller
@RequestMapping("/appointments/{id}")
class AppointmentPage {
    private final Bookings bookings;
    private final Payments payments;
    private final Practice practice;
    private final HistoryView history;
    private final CurrentBusiness business;

    AppointmentPage(
            Bookings bookings, Payments payments, Practice practice, HistoryView history, CurrentBusiness business) {
        this.bookings = bookings;
        this.payments = payments;
        this.practice = practice;
        this.history = history;
        this.business = business;
    }

    /** Something that may be refused. */
    private interface Action {
        void run();
    }

    @GetMapping
    String show(@PathVariable UUID id, Model model) {
        Business current = business.get();
        Entry entry = bookings.entry(id);
        List<Payment> money = payments.of(id);
        long received = money.stream()
                .mapToLong(payment -> payment.getKind().equals("refund") ? -payment.getAmount() : payment.getAmount())
                .sum();
        model.addAttribute("entry", entry);
        model.addAttribute("start", entry.startsAt().atZone(current.getZone()).toLocalDateTime());
        model.addAttribute("end", entry.endsAt().atZone(current.getZone()).toLocalDateTime());
        model.addAttribute("staff", practice.staff());
        model.addAttribute("resources", practice.resources());
        model.addAttribute("statuses", Status.values());
        model.addAttribute("payments", money);
        model.addAttribute("received", current.money(received));
        model.addAttribute("due", current.money(Math.max(0, entry.price() - received)));
        model.addAttribute("changes", history.of("appointment", id));
        return "appointment";
    }

    @PostMapping("/move")
    String move(
            @PathVariable UUID id,
            @RequestParam long version,
            @RequestParam LocalDateTime start,
            @RequestParam UUID staff,
            @RequestParam UUID resource,
            Model model,
            HttpServletResponse response) {
        return attempt(
                id,
                model,
                response,
                () -> bookings.move(
                        id,
                        seen -> Versions.requireVersion(version, seen),
                        new MoveInput(
                                CurrentBusiness.localTime(
                                        CurrentBusiness.instantOf(
                                                start, business.get().getZone()),
                                        business.get().getZone()),
                                staff,
                                resource)));
    }

    @PostMapping("/status")
    String setStatus(
            @PathVariable UUID id,
            @RequestParam long version,
            @RequestParam Status status,
            Model model,
            HttpServletResponse response) {
        return attempt(
                id,
                model,
                response,
                () -> bookings.setStatus(id, seen -> Versions.requireVersion(version, seen), status));
    }

    @PostMapping("/cancel")
    String cancel(@PathVariable UUID id, @RequestParam long version, Model model, HttpServletResponse response) {
        LocalDate day = LocalDate.ofInstant(
                bookings.entry(id).startsAt(), business.get().getZone());
        String shown =
                attempt(id, model, response, () -> bookings.cancel(id, seen -> Versions.requireVersion(version, seen)));
        return shown.startsWith("redirect:") ? "redirect:/calendar?day=" + day + "#cancelled" : shown;
    }

    /** Failures are those of a page of its own: a cancelled appointment has none. */
    @PostMapping("/restore")
    String restore(@PathVariable UUID id) {
        bookings.restore(id);
        return "redirect:/appointments/" + id;
    }

    @PostMapping("/payments")
    String pay(
            @PathVariable UUID id,
            @RequestParam String kind,
            @RequestParam String amount,
            @RequestParam String method,
            Model model,
            HttpServletResponse response) {
        return attempt(
                id,
                model,
                response,
                () -> payments.take(
                        id,
                        kind.equals("deposit") ? "deposit" : "payment",
                        amount(amount),
                        JsonNodeFactory.instance.objectNode().put("method", method),
                        null));
    }

    @PostMapping("/payments/{payment}/refund")
    String refund(
            @PathVariable UUID id,
            @PathVariable UUID payment,
            @RequestParam String amount,
            @RequestParam String reason,
            Model model,
            HttpServletResponse response) {
        return attempt(id, model, response, () -> payments.refund(payment, amount(amount), reason, null));
    }

    private long amount(String text) {
        Money money = Money.parse(text, business.get().getCurrency());
        if (money.amount() <= 0) {
            throw new IllegalArgumentException("An amount is more than zero.");
        }
        return money.amount();
    }

    /** Shows the appointment anew: by a redirect, or with what was refused. */
    private String attempt(UUID id, Model model, HttpServletResponse response, Action action) {
        Refusal refusal = refusal(action);
        if (refusal == null) {
            return "redirect:/appointments/" + id;
        }
        model.addAttribute("refusal", refusal);
        response.setStatus(refusal.status());
        return show(id, model);
    }

    private static @Nullable Refusal refusal(Action action) {
        try {
            action.run();
            return null;
        } catch (ErrorResponseException | IllegalArgumentException | DataAccessException e) {
            return Refusal.of(e);
        }
    }
}
