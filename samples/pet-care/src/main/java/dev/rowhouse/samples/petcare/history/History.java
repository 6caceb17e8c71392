package dev.rowhouse.samples.petcare.history;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.NativeSql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The history of rows. A trigger writes it; the application may read it, and nothing else. */
@Service
@NativeSql(reason = "The table is the trigger's, no entity's")
public class History {
    /** Columns whose changes say nothing by themselves. */
    private static final Set<String> QUIET = Set.of(
            "version",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
            "deleted_by",
            "id",
            "fingerprint",
            "idempotency_key");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    History(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * A change.
     *
     * @param at when
     * @param actor who, or null if nobody was named
     * @param action "created", "changed", "deleted", "restored" or "purged"
     * @param changes what, column by column
     */
    public record Change(Instant at, @Nullable String actor, String action, List<Column> changes) {}

    /** A column that changed. */
    public record Column(
            String name, @Nullable String before, @Nullable String after) {}

    private record Row(
            OffsetDateTime at,
            @Nullable String actor,
            String action,
            @Nullable String oldRow,
            @Nullable String newRow) {}

    /** What happened to a row, the latest first. */
    public List<Change> of(String table, UUID row) {
        List<Change> changes = new ArrayList<>();
        for (Row each : jdbc.sql("""
                        select at, actor, action, old_row, new_row
                        from history
                        where table_name = :table
                          and row_id = :row
                        order by id desc
                        limit 100
                        """)
                .param("table", table)
                .param("row", row)
                .query(Row.class)
                .list()) {
            changes.add(change(requireNonNull(each)));
        }
        return changes;
    }

    private Change change(Row row) {
        JsonNode before = tree(row.oldRow());
        JsonNode after = tree(row.newRow());
        return new Change(
                row.at().toInstant(), row.actor(), action(row.action(), before, after), columns(before, after));
    }

    private JsonNode tree(@Nullable String text) {
        return text == null ? JsonNodeFactory.instance.objectNode() : json.readTree(text);
    }

    private static String action(String action, JsonNode before, JsonNode after) {
        boolean wasDeleted = before.hasNonNull("deleted_at");
        boolean isDeleted = after.hasNonNull("deleted_at");
        if (action.equals("update") && wasDeleted != isDeleted) {
            return isDeleted ? "deleted" : "restored";
        }
        return switch (action) {
            case "insert" -> "created";
            case "update" -> "changed";
            default -> "purged";
        };
    }

    private static List<Column> columns(JsonNode before, JsonNode after) {
        Set<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            String was = text(before.get(name));
            String is = text(after.get(name));
            if (!QUIET.contains(name) && !String.valueOf(was).equals(String.valueOf(is))) {
                columns.add(new Column(name, was, is));
            }
        }
        return columns;
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
