package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.practice.Practice;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Says who is at the desk, whose name goes into the history. In place of a sign-in. */
@Controller
class DeskPage {
    private static final Duration SHIFT = Duration.ofHours(10);

    private final Practice practice;

    DeskPage(Practice practice) {
        this.practice = practice;
    }

    @GetMapping("/desk")
    String choose(Model model) {
        model.addAttribute("staff", practice.staff());
        return "desk";
    }

    @PostMapping("/desk")
    String chosen(@RequestParam String name, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from("desk", URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .path("/")
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(SHIFT)
                        .build()
                        .toString());
        return "redirect:/calendar";
    }
}
