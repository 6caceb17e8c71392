package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.attack.AttackResult;
import dev.rowhouse.samples.petcare.attack.Attacks;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What comes of attacks on another business: with Rowhouse, and without it. */
@Controller
@RequestMapping("/attack")
class AttackPage {
    private final Attacks attacks;

    AttackPage(Attacks attacks) {
        this.attacks = attacks;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("victim", attacks.victim().getName());
        return "attack";
    }

    @PostMapping
    String run(Model model) {
        List<AttackResult> results = attacks.run();
        model.addAttribute("results", results);
        model.addAttribute(
                "leaks", results.stream().filter(result -> !result.held()).count());
        return show(model);
    }
}
