package dev.rowhouse.samples.petcare.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list by name ended. It holds nothing but a position: whose rows follow there, the database decides.
 *
 * @param name name of the last row
 * @param id its id, which tells rows of the same name apart
 */
public record Cursor(String name, UUID id) {
    public static final Cursor START = new Cursor("", new UUID(0, 0));

    public static Cursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return START;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)))
                    .toString();
            int end = decoded.indexOf(' ');
            if (decoded.indexOf('\0') < 0 && end > 0) {
                return new Cursor(decoded.substring(end + 1), UUID.fromString(decoded.substring(0, end)));
            }
        } catch (CharacterCodingException | IllegalArgumentException e) {
            // said below
        }
        throw Problems.badRequest(
                "invalid-cursor", "This is no cursor of a page: take \"next\" of the page before, or leave it out.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((id + " " + name).getBytes(StandardCharsets.UTF_8));
    }
}
