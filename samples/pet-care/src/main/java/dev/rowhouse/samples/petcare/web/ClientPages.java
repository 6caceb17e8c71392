package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.bookings.Bookings;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.Clients;
import dev.rowhouse.samples.petcare.clients.Pet;
import dev.rowhouse.samples.petcare.search.Search;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Search, and what it finds: pets and owners. */
@Controller
class ClientPages {
    private final Search search;
    private final Clients clients;
    private final Bookings bookings;
    private final HistoryView history;
    private final CurrentBusiness business;

    ClientPages(Search search, Clients clients, Bookings bookings, HistoryView history, CurrentBusiness business) {
        this.search = search;
        this.clients = clients;
        this.bookings = bookings;
        this.history = history;
        this.business = business;
    }

    @GetMapping("/search")
    String search(@RequestParam(defaultValue = "") String q, Model model) {
        List<Search.Hit> hits = search.find(q);
        model.addAttribute("q", q);
        model.addAttribute("hits", hits);
        return "search";
    }

    @GetMapping("/pets/{id}")
    String pet(@PathVariable UUID id, Model model) {
        Pet pet = clients.pet(id);
        model.addAttribute("pet", pet);
        model.addAttribute("vaccinations", clients.vaccinations(id));
        model.addAttribute("appointments", bookings.ofPet(id));
        model.addAttribute("today", business.today());
        model.addAttribute("changes", history.of("pet", id));
        return "pet";
    }

    @GetMapping("/owners/{id}")
    String owner(@PathVariable UUID id, Model model) {
        model.addAttribute("owner", clients.owner(id));
        model.addAttribute("pets", clients.petsOf(id));
        model.addAttribute("changes", history.of("owner", id));
        return "owner";
    }
}
