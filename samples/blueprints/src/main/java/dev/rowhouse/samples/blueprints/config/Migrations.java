package dev.rowhouse.samples.blueprints.config;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.schema.RowhouseSchema;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Makes the tables, as their owner: first Rowhouse's database side, then the migrations that call it. */
public final class Migrations {
    private Migrations() {}

    public static void run(DataSource owner, String applicationRole) {
        try {
            RowhouseSchema.builder().applicationRole(applicationRole).build().installOn(owner);
            Flyway.configure()
                    .dataSource(owner)
                    .locations("classpath:db/migration")
                    .placeholders(Map.of("applicationRole", "\"" + applicationRole.replace("\"", "\"\"") + "\""))
                    .load()
                    .migrate();
        } catch (RowhouseException | FlywayException e) {
            throw new UnusableDatabaseException(
                    "Migrating the database: " + e.getMessage().strip() + "\nMend what it says; nothing of the failed"
                            + " migration was kept.",
                    e);
        }
    }
}
