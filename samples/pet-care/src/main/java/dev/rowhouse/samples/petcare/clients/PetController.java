package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.samples.petcare.api.Cursor;
import dev.rowhouse.samples.petcare.api.Page;
import dev.rowhouse.samples.petcare.api.RecordController;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/pets")
@Tag(name = "Pets")
class PetController extends RecordController<Pet, PetController.Input, PetController.View> {
    private final Clients clients;

    PetController(Clients clients) {
        super("/api/pets", clients.petRecords());
        this.clients = clients;
    }

    record Input(
            @NotNull(message = "Say whose pet it is.") UUID ownerId,

            @NotBlank(message = "Give a name.") @Size(max = 100, message = "Keep the name below 100 characters.")
            String name,

            @NotBlank(message = "Say what it is, such as dog or tortoise.")
            @Size(max = 40, message = "Keep the species below 40 characters.")
            String species,

            @Size(max = 100, message = "Keep the breed below 100 characters.") @Nullable
            String breed,

            @PastOrPresent(message = "It is born already, so not after today.") @Nullable
            LocalDate bornOn,

            @Size(max = 2000, message = "Keep the note below 2000 characters.") @Nullable
            String note) {
        Pet create(Owner owner) {
            return new Pet(owner, name, species, breed == null ? "" : breed, bornOn, note == null ? "" : note);
        }

        void applyTo(Pet pet, Owner owner) {
            pet.change(owner, name, species, breed == null ? "" : breed, bornOn, note == null ? "" : note);
        }
    }

    record View(
            UUID id,
            long version,
            UUID ownerId,
            String name,
            String species,
            String breed,
            @Nullable LocalDate bornOn,
            String note)
            implements Versioned {
        static View of(Pet pet) {
            return new View(
                    Versions.id(pet),
                    Versions.version(pet),
                    Versions.id(pet.getOwner()),
                    pet.getName(),
                    pet.getSpecies(),
                    pet.getBreed(),
                    pet.getBornOn(),
                    pet.getNote());
        }
    }

    @GetMapping
    Page<View> list(
            @RequestParam(required = false) @Nullable UUID owner,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "20")
                    @Min(value = 1, message = "A page has 1 row at least.")
                    @Max(value = 100, message = "A page has 100 rows at most.")
                    int size) {
        if (owner != null) {
            return new Page<>(clients.petsOf(owner).stream().map(View::of).toList(), null);
        }
        return Page.of(
                clients.pets(Cursor.parse(after), size),
                size,
                View::of,
                pet -> new Cursor(pet.getName(), Versions.id(pet)));
    }

    @Override
    protected Pet create(Input input) {
        return input.create(clients.ownerOf(input.ownerId()));
    }

    @Override
    protected void apply(Input input, Pet entity) {
        input.applyTo(entity, clients.ownerOf(input.ownerId()));
    }

    @Override
    protected View view(Pet entity) {
        return View.of(entity);
    }

    /** A pet with appointments to come stays. */
    @Override
    public void delete(UUID id, @Nullable String ifMatch) {
        clients.deletePet(id, ifMatch);
    }
}
