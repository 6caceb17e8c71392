package dev.rowhouse.spring.data;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.data.*}.
 *
 * @param cursorSecrets Secrets of scroll positions, 32 random bytes or more in Base64. The first one makes positions, the others
 *     are still read. Default: one of this process.
 * @param actorAsAuditor Whether Spring Data's auditing takes the actor of the context as auditor.
 */
@ConfigurationProperties("rowhouse.data")
record TenantDataProperties(
        @DefaultValue List<String> cursorSecrets,
        @DefaultValue("false") boolean actorAsAuditor) {
    @Override
    public String toString() {
        return "TenantDataProperties[actorAsAuditor=" + actorAsAuditor + "]";
    }
}
