package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.Json;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Where a command gets a spec from. Exactly one of the options is given. */
final class SpecSource {
    @Option(names = "--spec", paramLabel = "JSON", required = true, description = "The spec: a JSON object.")
    private @Nullable String json;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "A file with the spec, or - for the standard input.")
    private @Nullable Path file;

    JsonNode read(BufferedReader in) {
        if (json != null) {
            return Json.parse(json, "--spec");
        }
        try {
            return file.toString().equals("-")
                    ? Json.parse(in.lines().collect(Collectors.joining("\n")), "the standard input")
                    : Json.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new InvalidInputException("Reading JSON from " + file + ": it cannot be read as UTF-8 text ("
                    + e.getMessage() + "). Name a file that can.");
        }
    }
}
