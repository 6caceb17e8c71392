package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.spring.web.WithoutTenant;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The list of businesses at the bare domain; at a business's own, its calendar. */
@Controller
class HomePage {
    private final CurrentBusiness businesses;

    HomePage(CurrentBusiness businesses) {
        this.businesses = businesses;
    }

    @GetMapping("/")
    @WithoutTenant
    String home(HttpServletRequest request, Model model) {
        if (request.getServerName().endsWith(".localhost")) {
            return "redirect:/calendar";
        }
        model.addAttribute("businesses", businesses.all());
        model.addAttribute("port", request.getServerPort());
        return "home";
    }
}
