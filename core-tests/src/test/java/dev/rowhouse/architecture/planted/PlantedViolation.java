package dev.rowhouse.architecture.planted;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import org.hibernate.annotations.Immutable;
import tools.jackson.databind.JsonNode;

/** Breaks every rule of the architecture at once. */
@Entity
@Immutable
public class PlantedViolation extends HikariDataSource {
    static String lastTenant = "nobody";

    static boolean isTree(Object value) {
        return value instanceof JsonNode;
    }
}
