package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.bookings.Entry;
import dev.rowhouse.samples.petcare.business.Business;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A day's calendar as a grid: columns for people or places, rows of a quarter of an hour. */
final class Day {
    private static final DateTimeFormatter TITLE = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private static final int MINUTES_PER_ROW = 15;

    /** Row and column of the grid before the first: headings and hours. */
    private static final int BEFORE = 2;

    private final Business business;
    private final LocalDate date;
    private final List<Column> columns;
    private final List<Entry> entries;
    private final Function<Entry, UUID> columnOf;

    Day(Business business, LocalDate date, List<Column> columns, List<Entry> entries, Function<Entry, UUID> columnOf) {
        this.business = business;
        this.date = date;
        this.columns = columns;
        this.entries = entries;
        this.columnOf = columnOf;
    }

    record Column(UUID id, String name, String detail) {}

    /** Something at its place in the grid. */
    record Item(Entry entry, int column, int fromRow, int toRow, String from, String to, String columnName) {}

    record Hour(String label, int row) {}

    record Free(int column, int fromRow, int toRow, UUID columnId, LocalDateTime start) {}

    public List<Column> getColumns() {
        return columns;
    }

    public String getTitle() {
        return date.format(TITLE);
    }

    public int getRows() {
        return row(business.getCloses()) - BEFORE;
    }

    public List<Item> getItems() {
        Map<UUID, Integer> numbers = new HashMap<>();
        columns.forEach(column -> numbers.put(column.id(), numbers.size()));
        List<Item> items = new ArrayList<>();
        for (Entry entry : entries) {
            Integer number = numbers.get(columnOf.apply(entry));
            LocalTime from = local(entry.startsAt());
            LocalTime to = local(entry.endsAt());
            if (number != null) {
                items.add(new Item(
                        entry,
                        number + BEFORE,
                        Math.max(row(from), BEFORE),
                        Math.max(row(to), row(from) + 1),
                        from.toString(),
                        to.toString(),
                        columns.get(number).name()));
            }
        }
        return items;
    }

    public List<Hour> getHours() {
        List<Hour> hours = new ArrayList<>();
        int first = business.getOpens().getMinute() == 0
                ? business.getOpens().getHour()
                : business.getOpens().getHour() + 1;
        for (int hour = first;
                hour < business.getCloses().getHour() + (business.getCloses().getMinute() > 0 ? 1 : 0);
                hour++) {
            hours.add(new Hour(String.format(Locale.ROOT, "%02d:00", hour), row(LocalTime.of(hour, 0))));
        }
        return hours;
    }

    /** Half hours in which nothing is booked. */
    public List<Free> getFree() {
        List<Free> free = new ArrayList<>();
        List<Item> items = getItems();
        for (int number = 0; number < columns.size(); number++) {
            int column = number + BEFORE;
            for (int row = BEFORE; row + 2 <= getRows() + BEFORE; row += 2) {
                int from = row;
                if (items.stream()
                        .noneMatch(
                                item -> item.column() == column && item.fromRow() < from + 2 && item.toRow() > from)) {
                    free.add(new Free(
                            column,
                            from,
                            from + 2,
                            columns.get(number).id(),
                            date.atTime(business.getOpens()).plusMinutes((long) (from - BEFORE) * MINUTES_PER_ROW)));
                }
            }
        }
        return free;
    }

    /** The row of this moment, or null if it is not in this day's hours. */
    @Nullable
    Integer rowOf(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, business.getZone());
        int row = row(local.toLocalTime());
        return local.toLocalDate().equals(date) && row >= BEFORE && row < getRows() + BEFORE ? row : null;
    }

    private LocalTime local(Instant instant) {
        return instant.atZone(business.getZone()).toLocalTime();
    }

    private int row(LocalTime time) {
        return (int) (Duration.between(business.getOpens(), time).toMinutes() / MINUTES_PER_ROW) + BEFORE;
    }
}
