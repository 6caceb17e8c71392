package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.bookings.Bookings;
import dev.rowhouse.samples.petcare.bookings.Entry;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.practice.Practice;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The day's calendar. */
@Controller
class CalendarPage {
    private final Bookings bookings;
    private final Practice practice;
    private final CurrentBusiness business;
    private final Clock clock;

    CalendarPage(Bookings bookings, Practice practice, CurrentBusiness business, Clock clock) {
        this.bookings = bookings;
        this.practice = practice;
        this.business = business;
        this.clock = clock;
    }

    @GetMapping("/calendar")
    String calendar(
            @RequestParam(required = false) @Nullable LocalDate day,
            @RequestParam(defaultValue = "staff") String by,
            Model model) {
        Business current = business.get();
        LocalDate today = current.today(clock);
        LocalDate shown = day == null ? today : day;
        boolean byStaff = !by.equals("room");
        List<Day.Column> columns = byStaff
                ? practice.staff().stream()
                        .map(person -> new Day.Column(Versions.id(person), person.getName(), person.getRole()))
                        .toList()
                : practice.resources().stream()
                        .map(place -> new Day.Column(Versions.id(place), place.getName(), place.getKind()))
                        .toList();
        Day grid = new Day(current, shown, columns, bookings.day(shown), byStaff ? Entry::staffId : Entry::resourceId);
        model.addAttribute("grid", grid);
        model.addAttribute("now", grid.rowOf(clock.instant()));
        model.addAttribute("day", shown);
        model.addAttribute("today", today);
        model.addAttribute("by", byStaff ? "staff" : "room");
        model.addAttribute("cancelled", bookings.cancelled(shown));
        return "calendar";
    }
}
