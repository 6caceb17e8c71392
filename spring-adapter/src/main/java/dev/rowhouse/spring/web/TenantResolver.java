package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Says which tenant a request names. Beans of this type are asked in their order, after those of
 * {@code rowhouse.web.resolvers}. All are asked: where two name different tenants the request is refused.
 *
 * <p>A resolver may throw {@link org.springframework.web.ErrorResponseException}: it is answered as a problem detail. Used by many
 * threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantResolver {
    /**
     * Finds what names the tenant.
     *
     * @param request before it reaches a servlet; no tenant is bound
     * @return the tenant's id, or a name that the {@link dev.rowhouse.spring.TenantDirectory} knows; empty if this resolver finds
     *     none. A blank text is as good as none.
     */
    Optional<String> resolve(HttpServletRequest request);
}
