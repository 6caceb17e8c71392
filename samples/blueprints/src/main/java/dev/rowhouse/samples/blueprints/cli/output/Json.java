package dev.rowhouse.samples.blueprints.cli.output;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as people write and read it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);

    private Json() {}

    /**
     * Reads JSON.
     *
     * @param text the JSON
     * @param source where it comes from, in words
     */
    public static JsonNode parse(String text, String source) {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : " in line " + place.getLineNr() + ", column " + place.getColumnNr();
            String mistake = e.getOriginalMessage()
                    .replaceAll("\\s*\\([^()]*\\[Source:.*", "")
                    .strip();
            throw new InvalidInputException("Reading JSON from " + source + ": there is a mistake" + where + ": "
                    + mistake + ". Correct it there.");
        }
        if (json.isMissingNode()) {
            throw new InvalidInputException("Reading JSON from " + source + ": it is empty. Write at least {}.");
        }
        if (text.contains("\0") || text.matches("(?s).*(?<!\\\\)(\\\\\\\\)*\\\\u0000.*")) {
            throw new InvalidInputException("Reading JSON from " + source
                    + ": there is a zero character in it, which PostgreSQL does not store. Leave it out.");
        }
        return json;
    }

    /** Writes JSON on several lines. */
    public static String pretty(JsonNode json) {
        return MAPPER.writer().with(PRETTY).writeValueAsString(json);
    }
}
