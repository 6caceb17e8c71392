package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.samples.petcare.api.Records;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Vaccinations")
class VaccinationController {
    private final Clients clients;
    private final Records<Vaccination> records;

    VaccinationController(Clients clients) {
        this.clients = clients;
        this.records = clients.vaccinationRecords();
    }

    record View(UUID id, long version, String vaccine, String batch, LocalDate givenOn, LocalDate validUntil)
            implements Versioned {
        static View of(Vaccination vaccination) {
            return new View(
                    Versions.id(vaccination),
                    Versions.version(vaccination),
                    vaccination.getVaccine(),
                    vaccination.getBatch(),
                    vaccination.getGivenOn(),
                    vaccination.getValidUntil());
        }
    }

    @GetMapping("/pets/{pet}/vaccinations")
    List<View> list(@PathVariable UUID pet) {
        return clients.vaccinations(pet).stream().map(View::of).toList();
    }

    @PostMapping("/pets/{pet}/vaccinations")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<View> add(@PathVariable UUID pet, @Valid @RequestBody VaccinationInput input) {
        return Versions.created("/api/vaccinations", View.of(clients.vaccinate(pet, input)));
    }

    @GetMapping("/vaccinations/{id}")
    ResponseEntity<View> get(@PathVariable UUID id) {
        return Versions.ok(records.get(id, View::of));
    }

    @DeleteMapping("/vaccinations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        records.delete(id, ifMatch);
    }

    @PostMapping("/vaccinations/{id}/restore")
    ResponseEntity<View> restore(@PathVariable UUID id) {
        return Versions.ok(records.restore(id, View::of));
    }
}
