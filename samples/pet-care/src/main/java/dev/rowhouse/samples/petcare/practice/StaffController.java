package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.Records;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
@RequestMapping("/api/staff")
@Tag(name = "Staff")
class StaffController {
    private final Practice practice;
    private final Records<StaffMember> records;

    StaffController(Practice practice) {
        this.practice = practice;
        this.records = practice.staffRecords();
    }

    record Input(
            @NotBlank(message = "Give a name.") @Size(max = 100, message = "Keep the name below 100 characters.")
            String name,

            @NotBlank(message = "Say what they do, such as vet or groomer.")
            @Size(max = 100, message = "Keep the role below 100 characters.")
            String role) {
        StaffMember create() {
            return new StaffMember(name, role);
        }

        void applyTo(StaffMember staffMember) {
            staffMember.change(name, role);
        }
    }

    record View(UUID id, long version, String name, String role) implements Versioned {
        static View of(StaffMember staffMember) {
            return new View(
                    Versions.id(staffMember),
                    Versions.version(staffMember),
                    staffMember.getName(),
                    staffMember.getRole());
        }
    }

    @GetMapping
    List<View> list() {
        return practice.staff().stream().map(View::of).toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<View> get(@PathVariable UUID id) {
        return Versions.ok(records.get(id, View::of));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<View> add(@Valid @RequestBody Input input) {
        return Versions.created("/api/staff", records.add(input.create(), View::of));
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
