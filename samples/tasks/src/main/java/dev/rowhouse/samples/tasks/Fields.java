package dev.rowhouse.samples.tasks;

import dev.rowhouse.samples.tasks.http.Problem;
import dev.rowhouse.samples.tasks.http.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at what a client sent, and collects all that cannot be accepted. */
final class Fields {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
    private static final int LONGEST_EMAIL = 254;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private final List<Problem.FieldError> errors = new ArrayList<>();

    /** Accepts a text on one line, which has to be there. */
    String line(String field, @Nullable String value, int longest) {
        String line = value == null ? "" : value.strip();
        if (line.isEmpty()) {
            refuse(field, "It is missing or blank. Give 1 to " + longest + " characters.");
        } else if (line.codePoints().anyMatch(Character::isISOControl)) {
            refuse(field, "It has line breaks or other control characters. Leave them out.");
        }
        return text(field, line, longest);
    }

    /** Accepts a text, which may be missing. */
    String text(String field, @Nullable String value, int longest) {
        String text = value == null ? "" : value;
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            refuse(field, "It has " + length + " characters. Give " + longest + " at most.");
        }
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(Fields::isSurrogate)) {
            refuse(field, "It has a character that cannot be stored: U+0000, or half of a surrogate pair.");
        }
        return text;
    }

    /** What is left of a surrogate pair that lost its other half; whole pairs are one code point above. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    String email(String field, @Nullable String value) {
        String email = value == null ? "" : value.strip();
        if (!EMAIL.matcher(email).matches()) {
            refuse(field, "It is no e-mail address. Give one as name@example.org.");
        }
        return text(field, email, LONGEST_EMAIL);
    }

    /** Accepts a time zone that Java knows; none is UTC. */
    String timeZone(String field, @Nullable String value) {
        try {
            return ZoneId.of(value == null ? "UTC" : value).getId();
        } catch (DateTimeException e) {
            refuse(field, "It is no time zone. Give one as Pacific/Chatham or +05:45.");
            return "UTC";
        }
    }

    @Nullable
    LocalDate date(String field, @Nullable LocalDate value) {
        if (value != null && (value.getYear() < FIRST_YEAR || value.getYear() > LAST_YEAR)) {
            refuse(field, "Its year is not between " + FIRST_YEAR + " and " + LAST_YEAR + ".");
        }
        return value;
    }

    private void refuse(String field, String detail) {
        errors.add(new Problem.FieldError(field, detail));
    }

    /** Ends the request if anything cannot be accepted. */
    void requireAccepted() {
        if (!errors.isEmpty()) {
            throw ProblemException.ofFields(errors);
        }
    }
}
