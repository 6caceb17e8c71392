package dev.rowhouse.architecture.planted;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import org.hibernate.annotations.Immutable;

/** Breaks every rule of the architecture at once. */
@Entity
@Immutable
public class PlantedViolation extends HikariDataSource {
    static String lastTenant = "nobody";
}
