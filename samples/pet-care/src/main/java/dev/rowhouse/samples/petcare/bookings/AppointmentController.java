package dev.rowhouse.samples.petcare.bookings;

import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.business.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/appointments")
@Tag(name = "Appointments")
class AppointmentController {
    private final Bookings bookings;
    private final CurrentBusiness business;

    AppointmentController(Bookings bookings, CurrentBusiness business) {
        this.bookings = bookings;
        this.business = business;
    }

    record Named(UUID id, String name) {}

    record View(
            UUID id,
            long version,
            OffsetDateTime start,
            OffsetDateTime end,
            Status status,
            Named pet,
            Named owner,
            Named staff,
            Named resource,
            Named service,
            Money price,
            String note)
            implements Versioned {}

    record StatusInput(
            @NotNull(message = "Say booked, arrived, done or no_show.")
            Status status) {}

    @GetMapping
    @Operation(summary = "The calendar of a day, today's if none is named")
    List<View> day(@RequestParam(required = false) @Nullable LocalDate day) {
        Business current = business.get();
        return bookings.day(day == null ? business.today() : day).stream()
                .map(entry -> view(entry, current))
                .toList();
    }

    @GetMapping("/cancelled")
    List<View> cancelled(@RequestParam(required = false) @Nullable LocalDate day) {
        Business current = business.get();
        return bookings.cancelled(day == null ? business.today() : day).stream()
                .map(entry -> view(entry, current))
                .toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<View> get(@PathVariable UUID id) {
        return Versions.ok(view(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Books; once, however often it is sent with the same Idempotency-Key")
    ResponseEntity<View> book(
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Size(min = 1, max = 100, message = "A key has 1 to 100 characters.")
                    @Nullable
                    String key,
            @Valid @RequestBody BookingInput input) {
        Bookings.Booked booked = bookings.book(input, key);
        View view = view(booked.id());
        return ResponseEntity.status(booked.replayed() ? HttpStatus.OK : HttpStatus.CREATED)
                .location(URI.create("/api/appointments/" + view.id()))
                .eTag("\"" + view.version() + "\"")
                .header("Idempotent-Replayed", Boolean.toString(booked.replayed()))
                .body(view);
    }

    @PostMapping("/{id}/move")
    ResponseEntity<View> move(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody MoveInput input) {
        bookings.move(id, seen -> Versions.requireMatch(ifMatch, seen), input);
        return Versions.ok(view(id));
    }

    @PutMapping("/{id}/status")
    ResponseEntity<View> setStatus(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody StatusInput input) {
        bookings.setStatus(id, seen -> Versions.requireMatch(ifMatch, seen), input.status());
        return Versions.ok(view(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Cancels")
    void cancel(@PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        bookings.cancel(id, seen -> Versions.requireMatch(ifMatch, seen));
    }

    @PostMapping("/{id}/restore")
    @Operation(summary = "Brings a cancelled appointment back, if its time is still free")
    ResponseEntity<View> restore(@PathVariable UUID id) {
        bookings.restore(id);
        return Versions.ok(view(id));
    }

    private View view(UUID id) {
        return view(bookings.entry(id), business.get());
    }

    private static View view(Entry entry, Business business) {
        return new View(
                entry.id(),
                entry.version(),
                CurrentBusiness.localTime(entry.startsAt(), business.getZone()),
                CurrentBusiness.localTime(entry.endsAt(), business.getZone()),
                entry.status(),
                new Named(entry.petId(), entry.petName()),
                new Named(entry.ownerId(), entry.ownerName()),
                new Named(entry.staffId(), entry.staffName()),
                new Named(entry.resourceId(), entry.resourceName()),
                new Named(entry.serviceId(), entry.serviceName()),
                business.money(entry.price()),
                entry.note());
    }
}
