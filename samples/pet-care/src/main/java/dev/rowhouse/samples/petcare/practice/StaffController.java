package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.RecordController;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/staff")
@Tag(name = "Staff")
class StaffController extends RecordController<StaffMember, StaffController.Input, StaffController.View> {
    private final Practice practice;

    StaffController(Practice practice) {
        super("/api/staff", practice.staffRecords());
        this.practice = practice;
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

    @Override
    protected StaffMember create(Input input) {
        return input.create();
    }

    @Override
    protected void apply(Input input, StaffMember entity) {
        input.applyTo(entity);
    }

    @Override
    protected View view(StaffMember entity) {
        return View.of(entity);
    }
}
