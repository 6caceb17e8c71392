package dev.rowhouse.spring.observation;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.*} that concern metrics, logs and observations.
 *
 * @param metrics Counters of Micrometer.
 * @param logging The diagnostic context of the logger (MDC).
 * @param observations Observations of Micrometer: traces, and metrics that stem from them.
 */
@ConfigurationProperties("rowhouse")
record TenantObservationProperties(
        @DefaultValue Metrics metrics,
        @DefaultValue Logging logging,
        @DefaultValue Observations observations) {
    /**
     * Counters of Micrometer.
     *
     * @param tenantTag Whether counters have a tag "tenant".
     * @param maxTenants How many tenants have a tag of their own, the first that come. All others share "other".
     */
    record Metrics(
            @DefaultValue("false") boolean tenantTag,
            @DefaultValue("100") int maxTenants) {}

    /**
     * The diagnostic context of the logger (MDC).
     *
     * @param mdc Whether tenant and actor are in it.
     * @param tenantKey Key of the tenant's id.
     * @param actorKey Key of the actor. Empty: the actor is left out.
     */
    record Logging(
            @DefaultValue("false") boolean mdc,
            @DefaultValue("tenant") String tenantKey,
            @DefaultValue("actor") String actorKey) {}

    /**
     * Observations of Micrometer: traces, and metrics that stem from them.
     *
     * @param tenant Whether they name the tenant: with high cardinality in traces alone, with low cardinality, capped, in metrics too.
     * @param actor Whether traces name the actor.
     */
    record Observations(
            @DefaultValue("high") Cardinality tenant,
            @DefaultValue("false") boolean actor) {}

    enum Cardinality {
        OFF,
        HIGH,
        LOW
    }

    @Nullable
    String actorKey() {
        return logging.actorKey().isBlank() ? null : logging.actorKey();
    }
}
