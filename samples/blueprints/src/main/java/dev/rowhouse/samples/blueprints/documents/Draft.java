package dev.rowhouse.samples.blueprints.documents;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a blueprint shall be.
 *
 * @param name lower-case words with hyphens between, at most 80 characters
 * @param description at most 2,000 characters
 * @param spec a JSON object
 */
public record Draft(String name, String description, JsonNode spec) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_DESCRIPTION = 2_000;

    /** Refuses what the table would refuse. */
    public Draft {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new InvalidInputException(
                    "Naming a blueprint: \"" + name + "\" is not a name. Write lower-case letters and"
                            + " digits with hyphens between, at most " + LONGEST_NAME + ", such as pump-station.");
        }
        if (description.codePointCount(0, description.length()) > LONGEST_DESCRIPTION || description.contains("\0")) {
            throw new InvalidInputException("Describing blueprint " + name + ": the description has "
                    + description.length() + " characters, or a zero byte among them. Write at most "
                    + LONGEST_DESCRIPTION + ".");
        }
        if (!spec.isObject()) {
            throw new InvalidInputException("Specifying blueprint " + name + ": the spec is a JSON "
                    + spec.getNodeType().name().toLowerCase(Locale.ROOT)
                    + ". Write an object: {\"parts\": [...]}.");
        }
    }

    public Draft withName(String other) {
        return new Draft(other, description, spec);
    }

    public Draft withDescription(String other) {
        return new Draft(name, other, spec);
    }

    public Draft withSpec(JsonNode other) {
        return new Draft(name, description, other);
    }
}
