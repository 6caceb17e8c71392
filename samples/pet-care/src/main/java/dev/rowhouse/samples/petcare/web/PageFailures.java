package dev.rowhouse.samples.petcare.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Refusals that no page shows beside its form get a page of their own. */
@ControllerAdvice(basePackageClasses = PageFailures.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageFailures {
    @ExceptionHandler({ErrorResponseException.class, DataAccessException.class})
    String refused(RuntimeException failure, Model model, HttpServletResponse response) {
        Refusal refusal = Refusal.of(failure);
        model.addAttribute("refusal", refusal);
        response.setStatus(refusal.status());
        return "refused";
    }
}
