package dev.rowhouse.jdbc.mapping;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/** Points in time as PostgreSQL writes them in ranges and arrays, with {@code infinity} as the largest one of Java. */
final class TimeText {
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";
    private static final int MICROS = 1_000_000;

    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter OFFSET_DATE_TIME = new DateTimeFormatterBuilder()
            .append(DATE_TIME)
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter(Locale.ROOT);

    private TimeText() {}

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        return time.equals(OffsetDateTime.MAX)
                ? Instant.MAX
                : time.equals(OffsetDateTime.MIN) ? Instant.MIN : time.toInstant();
    }

    static OffsetDateTime offset(Instant instant) {
        return instant.equals(Instant.MAX)
                ? OffsetDateTime.MAX
                : instant.equals(Instant.MIN) ? OffsetDateTime.MIN : instant.atOffset(ZoneOffset.UTC);
    }

    static String of(OffsetDateTime time) {
        return time.equals(OffsetDateTime.MAX)
                ? INFINITY
                : time.equals(OffsetDateTime.MIN) ? MINUS_INFINITY : OFFSET_DATE_TIME.format(time);
    }

    static OffsetDateTime offsetOf(String text) {
        return switch (text) {
            case INFINITY -> OffsetDateTime.MAX;
            case MINUS_INFINITY -> OffsetDateTime.MIN;
            default -> OffsetDateTime.parse(text, OFFSET_DATE_TIME).withOffsetSameInstant(ZoneOffset.UTC);
        };
    }

    static Instant instantOf(String text) {
        return switch (text) {
            case INFINITY -> Instant.MAX;
            case MINUS_INFINITY -> Instant.MIN;
            default -> offsetOf(text).toInstant();
        };
    }

    static String of(LocalDateTime time) {
        return time.equals(LocalDateTime.MAX)
                ? INFINITY
                : time.equals(LocalDateTime.MIN) ? MINUS_INFINITY : DATE_TIME.format(time);
    }

    static LocalDateTime dateTimeOf(String text) {
        return switch (text) {
            case INFINITY -> LocalDateTime.MAX;
            case MINUS_INFINITY -> LocalDateTime.MIN;
            default -> LocalDateTime.parse(text, DATE_TIME);
        };
    }

    static String of(LocalDate date) {
        return date.equals(LocalDate.MAX) ? INFINITY : date.equals(LocalDate.MIN) ? MINUS_INFINITY : date.toString();
    }

    static LocalDate dateOf(String text) {
        return switch (text) {
            case INFINITY -> LocalDate.MAX;
            case MINUS_INFINITY -> LocalDate.MIN;
            default -> LocalDate.parse(text);
        };
    }

    /** Days count 24 hours; months have no length. */
    static @Nullable Duration duration(@Nullable PGInterval interval) throws SQLException {
        if (interval == null) {
            return null;
        }
        if (interval.getYears() != 0 || interval.getMonths() != 0) {
            throw new MappingError("the column holds an interval of months, which have no fixed length; use Period");
        }
        return Duration.ofDays(interval.getDays())
                .plusHours(interval.getHours())
                .plusMinutes(interval.getMinutes())
                .plusSeconds(interval.getWholeSeconds())
                .plusNanos(interval.getMicroSeconds() * (long) (1_000_000_000 / MICROS));
    }

    static @Nullable Period period(@Nullable PGInterval interval) throws SQLException {
        if (interval == null) {
            return null;
        }
        if (interval.getHours() != 0
                || interval.getMinutes() != 0
                || interval.getWholeSeconds() != 0
                || interval.getMicroSeconds() != 0) {
            throw new MappingError("the column holds an interval with hours, which a Period cannot; use Duration");
        }
        return Period.of(interval.getYears(), interval.getMonths(), interval.getDays());
    }
}
