package dev.rowhouse.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The script that installs the database side, as one statement. */
record SchemaScript(String sql) {
    private static final String RESOURCE = "beforeMigrate__rowhouse.sql";

    /** Reads the script of this library from the class path. */
    static SchemaScript bundled() {
        try (InputStream resource = SchemaScript.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("Reading the script of the database side: resource dev/rowhouse/schema/"
                        + RESOURCE + " is not on the class path. Was it left out when the application was packed?");
            }
            return new SchemaScript(new String(resource.readAllBytes(), UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
