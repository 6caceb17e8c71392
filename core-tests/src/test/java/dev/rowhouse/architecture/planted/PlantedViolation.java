package dev.rowhouse.architecture.planted;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;

/** Breaks every rule of the architecture at once. */
@Entity
public class PlantedViolation extends HikariDataSource {
    static String lastTenant = "nobody";
}
