package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The script runs as it is, whoever runs it, and what it installs protects a table. */
class MigrationToolsIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().withoutRowhouse().build();

    private static final UUID ACME = UUID.randomUUID();

    @AfterEach
    void uninstall() {
        Session.of(database.owner())
                .run(
                        "drop table if exists pet, flyway_schema_history, databasechangelog, databasechangeloglock",
                        "drop schema if exists rowhouse cascade");
    }

    @Test
    void flyway_installs_it_before_the_first_migration_and_may_migrate_again() {
        Flyway flyway = Flyway.configure()
                .dataSource(database.owner())
                .locations("classpath:flyway", "classpath:dev/rowhouse/schema")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of("applicationRole", database.applicationRole()))
                .load();

        int migrations = flyway.migrate().migrationsExecuted;
        int again = flyway.migrate().migrationsExecuted;

        assertThat(migrations).isEqualTo(1);
        assertThat(again).isZero();
        assertProtected();
    }

    @Test
    void liquibase_installs_it_as_a_change_set_and_may_update_again() throws Exception {
        update();
        update();

        assertProtected();
    }

    private static void update() throws Exception {
        try (Connection connection = database.owner().getConnection();
                Liquibase liquibase = new Liquibase(
                        "liquibase/changelog.xml", new ClassLoaderResourceAccessor(), new JdbcConnection(connection))) {
            liquibase.setChangeLogParameter("applicationRole", database.applicationRole());
            liquibase.update();
        }
    }

    @Test
    void psql_installs_it(@TempDir Path directory) throws Exception {
        if (!isOnPath("psql")) {
            abort("psql is not installed, so the script was not run with it");
        }
        Path script = Files.writeString(directory.resolve("rowhouse.sql"), RowhouseSchema.script());

        String output = psql(script);

        assertThat(output).isEqualTo("DO");
        Session.of(database.owner())
                .run("create table pet (tenant_id uuid, id uuid default gen_random_uuid(), name text not null,"
                        + " primary key (tenant_id, id))");
        Session.of(database.owner()).run("select rowhouse.protect_table('pet')");
        assertProtected();
    }

    private static String psql(Path script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "psql",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                database.host(),
                "-p",
                String.valueOf(database.port()),
                "-U",
                database.ownerRole(),
                "-d",
                database.databaseName(),
                "-f",
                script.toString());
        builder.environment().put("PGPASSWORD", database.ownerPassword());
        builder.environment().put("PGOPTIONS", "-c rowhouse.application_role=" + database.applicationRole());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void assertProtected() {
        Session application = Session.of(database.pool());
        application.forTenant(ACME).run("insert into pet (name) values ('Rex')");

        assertThat(application.forTenant(ACME).column("select name from pet")).containsExactly("Rex");
        assertThat(application.forTenant(UUID.randomUUID()).column("select name from pet"))
                .isEmpty();
        assertThat(application.refused("select name from pet").state()).isEqualTo("RH001");
    }
}
