package dev.rowhouse.samples.petcare.web;

import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.history.History;
import dev.rowhouse.samples.petcare.practice.Practice;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The history of a row in the business's own words: names for ids, local times, amounts of money. */
@Component
class HistoryView {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    private final History history;
    private final Practice practice;
    private final CurrentBusiness business;

    HistoryView(History history, Practice practice, CurrentBusiness business) {
        this.history = history;
        this.practice = practice;
        this.business = business;
    }

    List<History.Change> of(String table, UUID row) {
        Map<String, String> names = new HashMap<>();
        practice.staff().forEach(each -> names.put(Versions.id(each).toString(), each.getName()));
        practice.resources().forEach(each -> names.put(Versions.id(each).toString(), each.getName()));
        Business current = business.get();
        return history.of(table, row).stream()
                .map(change -> new History.Change(
                        change.at(),
                        change.actor(),
                        change.action(),
                        change.changes().stream()
                                .map(column -> new History.Column(
                                        column.name().replaceAll("_id$", "").replace('_', ' '),
                                        words(column.name(), column.before(), names, current),
                                        words(column.name(), column.after(), names, current)))
                                .toList()))
                .toList();
    }

    private static @Nullable String words(
            String column, @Nullable String value, Map<String, String> names, Business business) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (column.endsWith("_at")) {
            return OffsetDateTime.parse(value)
                    .atZoneSameInstant(business.getZone())
                    .format(TIME);
        }
        return column.equals("price")
                ? business.money(Long.parseLong(value)).toString()
                : names.getOrDefault(value, value);
    }
}
