package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.samples.petcare.api.RecordController;
import dev.rowhouse.samples.petcare.api.Versioned;
import dev.rowhouse.samples.petcare.api.Versions;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/services")
@Tag(name = "Services")
class ServiceController extends RecordController<CareService, ServiceController.Input, ServiceController.View> {
    private final Practice practice;

    ServiceController(Practice practice) {
        super("/api/services", practice.serviceRecords());
        this.practice = practice;
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

    @Override
    protected CareService create(Input input) {
        return input.create();
    }

    @Override
    protected void apply(Input input, CareService entity) {
        input.applyTo(entity);
    }

    @Override
    protected View view(CareService entity) {
        return View.of(entity);
    }
}
