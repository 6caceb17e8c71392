package dev.rowhouse.spring.observation;

import dev.rowhouse.TenantContext;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/** Names tenant and actor in what is observed from its start on. */
final class ObservedTenant implements ObservationHandler<Observation.Context> {
    static final String TENANT = "rowhouse.tenant";
    static final String ACTOR = "rowhouse.actor";

    private final TenantObservationProperties.Observations properties;
    private final CappedTenants tenants;

    ObservedTenant(TenantObservationProperties.Observations properties, CappedTenants tenants) {
        this.properties = properties;
        this.tenants = tenants;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onStart(Observation.Context context) {
        name(context, TenantContext.current().orElse(null));
    }

    /** Tags of metrics must be there always, and stay few; traces take what there is. */
    void name(Observation.Context observed, @Nullable TenantContext context) {
        switch (properties.tenant()) {
            case LOW -> observed.addLowCardinalityKeyValue(KeyValue.of(TENANT, tenants.name(context)));
            case HIGH -> {
                if (context != null) {
                    observed.addHighCardinalityKeyValue(
                            KeyValue.of(TENANT, context.tenantId().toString()));
                }
            }
            case OFF -> {}
        }
        if (properties.actor() && context != null && context.actor().isPresent()) {
            observed.addHighCardinalityKeyValue(
                    KeyValue.of(ACTOR, context.actor().get()));
        }
    }
}
