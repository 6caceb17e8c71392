package dev.rowhouse.samples.petcare.search;

import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/search")
@Tag(name = "Search")
class SearchController {
    private final Search search;

    SearchController(Search search) {
        this.search = search;
    }

    @GetMapping
    List<Search.Hit> find(
            @RequestParam
                    @NotBlank(message = "Say what you look for.")
                    @Size(max = 200, message = "Keep it below 200 characters.")
                    String q) {
        return search.find(q);
    }
}
