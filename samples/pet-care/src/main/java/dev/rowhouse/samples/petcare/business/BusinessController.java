package dev.rowhouse.samples.petcare.business;

import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalTime;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/business")
@Tag(name = "Business")
class BusinessController {
    private final CurrentBusiness current;

    BusinessController(CurrentBusiness current) {
        this.current = current;
    }

    record BusinessView(
            String slug,
            String name,
            String city,
            String timeZone,
            String currency,
            LocalTime opens,
            LocalTime closes) {}

    @GetMapping
    BusinessView get() {
        Business business = current.get();
        return new BusinessView(
                business.getSlug(),
                business.getName(),
                business.getCity(),
                business.getZone().getId(),
                business.getCurrency(),
                business.getOpens(),
                business.getCloses());
    }
}
