package dev.rowhouse.hibernate.internal.json;

import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.service.ServiceRegistry;

/** Tells Hibernate how to compare Jackson's trees, if Jackson 3 is there. Hibernate finds this class by itself. */
public final class JsonTrees implements TypeContributor {
    /** Creates it; Hibernate does this. */
    public JsonTrees() {}

    @Override
    public void contribute(TypeContributions typeContributions, ServiceRegistry serviceRegistry) {
        if (hasJackson(serviceRegistry.requireService(ClassLoaderService.class))) {
            OfJackson.contribute(typeContributions);
        }
    }

    private static boolean hasJackson(ClassLoaderService classes) {
        try {
            classes.classForName("tools.jackson.databind.JsonNode");
            return true;
        } catch (ClassLoadingException e) {
            return false;
        }
    }

    /** Loaded only where Jackson is. */
    private static final class OfJackson {
        static void contribute(TypeContributions typeContributions) {
            typeContributions.contributeJavaType(new JsonTreeJavaType(typeContributions.getTypeConfiguration()));
        }
    }
}
