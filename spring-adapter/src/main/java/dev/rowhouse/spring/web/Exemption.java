package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.util.pattern.PathPattern;

/** Says which requests work without a tenant. */
@FunctionalInterface
interface Exemption {
    boolean isWithoutTenant(HttpServletRequest request);

    /** Exempts what any of some exempts. */
    static Exemption anyOf(List<Exemption> exemptions) {
        Exemption[] all = exemptions.toArray(Exemption[]::new);
        return request -> {
            for (Exemption exemption : all) {
                if (exemption.isWithoutTenant(request)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Exempts the paths of a pattern. A path is taken apart only if it holds what the pattern begins with, or may be encoded. */
    static Exemption of(PathPattern pattern) {
        String text = pattern.getPatternString();
        int end = 0;
        while (end < text.length() && "*?{\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String start = end == text.length() ? text : text.substring(0, Math.max(0, text.lastIndexOf('/', end)));
        return request -> {
            String path = request.getRequestURI();
            return (path.contains(start) || path.indexOf('%') >= 0 || path.indexOf(';') >= 0)
                    && pattern.matches(RequestPart.pathOf(request));
        };
    }
}
