package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.Records;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/services")
@Tag(name = "Services")
class ServiceController {
    private final Practice practice;
    private final Records<CareService> records;

    ServiceController(Practice practice) {
        this.practice = practice;
        this.records = practice.serviceRecords();
    }

    record Input(
            @NotBlank(message = "Give a name.") @Size(max = 100, message = "Keep the name below 100 characters.")
            String name,

            @Min(value = 5, message = "A service takes 5 minutes or more.")
            @Max(value = 480, message = "A service takes 480 minutes at most.")
            int minutes,

            @PositiveOrZero(message = "A price is zero or more, in the smallest unit of the currency.")
            long price,

            @PositiveOrZero(message = "A deposit is zero or more, in the smallest unit of the currency.")
            long deposit) {
        @AssertTrue(message = "A deposit is no more than the price.")
        boolean isDepositWithinPrice() {
            return deposit <= price;
        }

        CareService create() {
            return new CareService(name, minutes, price, deposit);
        }

        void applyTo(CareService careService) {
            careService.change(name, minutes, price, deposit);
        }
    }

    record View(UUID id, long version, String name, int minutes, long price, long deposit) implements Versioned {
        static View of(CareService careService) {
            return new View(
                    Versions.id(careService),
                    Versions.version(careService),
                    careService.getName(),
                    careService.getMinutes(),
                    careService.getPrice(),
                    careService.getDeposit());
        }
    }

    @GetMapping
    List<View> list() {
        return practice.services().stream().map(View::of).toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<View> get(@PathVariable UUID id) {
        return Versions.ok(records.get(id, View::of));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<View> add(@Valid @RequestBody Input input) {
        return Versions.created("/api/services", records.add(input.create(), View::of));
    }

    @PutMapping("/{id}")
    ResponseEntity<View> change(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody Input input) {
        return Versions.ok(records.change(id, ifMatch, input::applyTo, View::of));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        records.delete(id, ifMatch);
    }

    @PostMapping("/{id}/restore")
    ResponseEntity<View> restore(@PathVariable UUID id) {
        return Versions.ok(records.restore(id, View::of));
    }
}
