package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds requests whose handler has {@link WithoutTenant}. Costs next to nothing where no handler has it. */
final class AnnotatedHandlers implements Exemption {
    private record Annotated(RequestMappingHandlerMapping mapping, List<RequestMappingInfo> infos) {
        boolean mayMatch(HttpServletRequest request) {
            return infos.stream().anyMatch(info -> info.getMatchingCondition(request) != null);
        }
    }

    private final Supplier<List<Annotated>> annotated;

    AnnotatedHandlers(Supplier<Stream<RequestMappingHandlerMapping>> mappings) {
        this.annotated = SingletonSupplier.of(() -> mappings.get()
                .map(AnnotatedHandlers::annotated)
                .filter(some -> !some.infos().isEmpty())
                .toList());
    }

    private static Annotated annotated(RequestMappingHandlerMapping mapping) {
        return new Annotated(
                mapping,
                mapping.getHandlerMethods().entrySet().stream()
                        .filter(handler -> isAnnotated(handler.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static boolean isAnnotated(HandlerMethod handler) {
        return handler.hasMethodAnnotation(WithoutTenant.class)
                || AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), WithoutTenant.class);
    }

    @Override
    public boolean isWithoutTenant(HttpServletRequest request) {
        List<Annotated> candidates = annotated.get();
        if (candidates.isEmpty()) {
            return false;
        }
        HttpServletRequest trial = new Trial(request);
        ServletRequestPathUtils.parseAndCache(trial);
        return candidates.stream()
                .filter(candidate -> candidate.mayMatch(trial))
                .anyMatch(candidate -> isAnnotated(candidate.mapping(), trial));
    }

    /** Another handler may match better than the annotated one. */
    private static boolean isAnnotated(RequestMappingHandlerMapping mapping, HttpServletRequest request) {
        HandlerExecutionChain chain;
        try {
            chain = mapping.getHandler(request);
        } catch (Exception e) { // it says so again when the request gets there
            return false;
        }
        return chain != null && chain.getHandler() instanceof HandlerMethod handler && isAnnotated(handler);
    }

    /** Keeps what looking for a handler leaves behind away from the request. */
    private static final class Trial extends HttpServletRequestWrapper {
        private final Map<String, @Nullable Object> attributes = new HashMap<>();

        Trial(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attributes.containsKey(name) ? attributes.get(name) : super.getAttribute(name);
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            attributes.put(name, value);
        }

        @Override
        public void removeAttribute(String name) {
            attributes.put(name, null);
        }
    }
}
