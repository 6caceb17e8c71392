package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.RecordController;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/resources")
@Tag(name = "Resources")
class ResourceController extends RecordController<Resource, ResourceController.Input, ResourceController.View> {
    private final Practice practice;

    ResourceController(Practice practice) {
        super("/api/resources", practice.resourceRecords());
        this.practice = practice;
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

    @Override
    protected Resource create(Input input) {
        return input.create();
    }

    @Override
    protected void apply(Input input, Resource entity) {
        input.applyTo(entity);
    }

    @Override
    protected View view(Resource entity) {
        return View.of(entity);
    }
}
