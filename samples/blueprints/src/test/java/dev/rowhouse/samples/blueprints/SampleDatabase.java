package dev.rowhouse.samples.blueprints;

import dev.rowhouse.samples.blueprints.config.Migrations;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The testkit's database with the sample's tables: prepared by a superuser, migrated by the owner. */
public final class SampleDatabase {
    private SampleDatabase() {}

    public static RowhouseDatabase create() {
        return prepared()
                .setUp(database -> Migrations.run(database.owner(), database.applicationRole()))
                .build();
    }

    /** With what a superuser prepares, and no tables yet. */
    public static RowhouseDatabase.Builder prepared() {
        return RowhouseDatabase.builder().withoutRowhouse().setUp(SampleDatabase::prepare);
    }

    private static void prepare(RowhouseDatabase database) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    do $$
                    begin
                        create role rowhouse_search nologin;
                    exception when duplicate_object or unique_violation then -- of another test class
                    end
                    $$""");
            statement.execute("""
                    do $$
                    begin
                        execute 'grant rowhouse_search to %s'
                            || case when current_setting('server_version_num')::integer < 160000 then ''
                                else ' with inherit false' end;
                    end
                    $$""".formatted(database.ownerRole()));
        }
    }
}
