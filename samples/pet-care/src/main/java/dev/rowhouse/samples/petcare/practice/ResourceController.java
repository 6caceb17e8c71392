package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.Records;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
@RequestMapping("/api/resources")
@Tag(name = "Resources")
class ResourceController {
    private final Practice practice;
    private final Records<Resource> records;

    ResourceController(Practice practice) {
        this.practice = practice;
        this.records = practice.resourceRecords();
    }

    record Input(
            @NotBlank(message = "Give a name.") @Size(max = 100, message = "Keep the name below 100 characters.")
            String name,

            @Pattern(regexp = "room|table|tub", message = "Say room, table or tub.")
            @NotNull(message = "Say room, table or tub.")
            String kind) {
        Resource create() {
            return new Resource(name, kind);
        }

        void applyTo(Resource resource) {
            resource.change(name, kind);
        }
    }

    record View(UUID id, long version, String name, String kind) implements Versioned {
        static View of(Resource resource) {
            return new View(Versions.id(resource), Versions.version(resource), resource.getName(), resource.getKind());
        }
    }

    @GetMapping
    List<View> list() {
        return practice.resources().stream().map(View::of).toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<View> get(@PathVariable UUID id) {
        return Versions.ok(records.get(id, View::of));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<View> add(@Valid @RequestBody Input input) {
        return Versions.created("/api/resources", records.add(input.create(), View::of));
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
