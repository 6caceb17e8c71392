package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows: whose it is, and who is at the desk. */
@ControllerAdvice(basePackageClasses = Surroundings.class)
class Surroundings {
    private final CurrentBusiness business;
    private final boolean isProtected;

    Surroundings(CurrentBusiness business, @Value("${rowhouse.enabled:true}") boolean isProtected) {
        this.business = business;
        this.isProtected = isProtected;
    }

    @ModelAttribute("business")
    @Nullable
    Business business() {
        return TenantContext.current().isPresent() ? business.get() : null;
    }

    @ModelAttribute("desk")
    @Nullable
    String desk(@Nullable Principal user) {
        return user == null ? null : user.getName();
    }

    @ModelAttribute("isProtected")
    boolean isProtected() {
        return isProtected;
    }

    @ModelAttribute("path")
    String path(HttpServletRequest request) {
        return request.getRequestURI();
    }
}
