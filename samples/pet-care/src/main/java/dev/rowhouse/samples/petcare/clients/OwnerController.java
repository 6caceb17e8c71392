package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.samples.petcare.api.Cursor;
import dev.rowhouse.samples.petcare.api.Page;
import dev.rowhouse.samples.petcare.api.RecordController;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/owners")
@Tag(name = "Owners")
class OwnerController extends RecordController<Owner, OwnerController.Input, OwnerController.View> {
    private final Clients clients;

    OwnerController(Clients clients) {
        super("/api/owners", clients.ownerRecords());
        this.clients = clients;
    }

    record Input(
            @NotBlank(message = "Give a name.") @Size(max = 100, message = "Keep the name below 100 characters.")
            String name,

            @NotBlank(message = "Give an email address.")
            @Email(message = "That is no email address.")
            @Size(max = 200, message = "Keep the address below 200 characters.")
            String email,

            @NotBlank(message = "Give a phone number.")
            @Size(max = 40, message = "Keep the number below 40 characters.")
            String phone,

            @Size(max = 2000, message = "Keep the note below 2000 characters.") @Nullable
            String note) {
        Owner create() {
            return new Owner(name, email, phone, note == null ? "" : note);
        }

        void applyTo(Owner owner) {
            owner.change(name, email, phone, note == null ? "" : note);
        }
    }

    record View(UUID id, long version, String name, String email, String phone, String note) implements Versioned {
        static View of(Owner owner) {
            return new View(
                    Versions.id(owner),
                    Versions.version(owner),
                    owner.getName(),
                    owner.getEmail(),
                    owner.getPhone(),
                    owner.getNote());
        }
    }

    @GetMapping
    Page<View> list(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "20")
                    @Min(value = 1, message = "A page has 1 row at least.")
                    @Max(value = 100, message = "A page has 100 rows at most.")
                    int size) {
        return Page.of(
                clients.owners(Cursor.parse(after), size),
                size,
                View::of,
                owner -> new Cursor(owner.getName(), Versions.id(owner)));
    }

    @Override
    protected Owner create(Input input) {
        return input.create();
    }

    @Override
    protected void apply(Input input, Owner entity) {
        input.applyTo(entity);
    }

    @Override
    protected View view(Owner entity) {
        return View.of(entity);
    }
}
