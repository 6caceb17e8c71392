package dev.rowhouse.samples.petcare.history;

import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/history")
@Tag(name = "History")
class HistoryController {
    private final History history;

    HistoryController(History history) {
        this.history = history;
    }

    @GetMapping("/{table}/{id}")
    List<History.Change> of(
            @PathVariable
                    @Pattern(
                            regexp = "appointment|pet|owner|vaccination|staff|resource|service|payment",
                            message =
                                    "There is a history of appointment, pet, owner, vaccination, staff, resource, service and"
                                            + " payment.")
                    String table,
            @PathVariable UUID id) {
        return history.of(table, id);
    }
}
