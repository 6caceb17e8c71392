package dev.rowhouse.peers;

import static dev.rowhouse.peers.Outcome.LEAK;
import static java.util.stream.Collectors.joining;

import dev.rowhouse.peers.Main.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The comparison as a page. */
final class Report {
    private final List<Table> tables;
    private final String environment;
    private final LocalDate date;

    Report(List<Table> tables, String environment, LocalDate date) {
        this.tables = tables;
        this.environment = environment;
        this.date = date;
    }

    @Override
    public String toString() {
        StringBuilder page = new StringBuilder(text("compared-head.md"))
                .append("\nRun on ")
                .append(date)
                .append(": ")
                .append(environment)
                .append(".\n\n| | library | configured |\n|---|---|---|\n");
        for (int i = 0; i < tables.size(); i++) {
            Table table = tables.get(i);
            page.append("| ")
                    .append(letter(i))
                    .append(" | ")
                    .append(table.name())
                    .append(" | ")
                    .append(table.configuration())
                    .append(" |\n");
        }
        page.append("\n## Sum\n\n| library | stopped | empty | **leak** | n/a | of the ")
                .append(SqlShape.ALL.size())
                .append(" SQL shapes: **leak** |\n|---|---|---|---|---|---|\n");
        for (Table table : tables) {
            sum(table, page);
        }
        page.append("\n## Attacks\n\n| tried | why |")
                .append(letters())
                .append("\n|---|---|")
                .append("---|".repeat(tables.size()))
                .append('\n');
        for (Attack attack : Attack.values()) {
            page.append("| ")
                    .append(attack.tried())
                    .append(" | ")
                    .append(attack.reason())
                    .append(" |");
            cells(attack.name(), page);
        }
        page.append("\n## SQL shapes\n\nEach through the library's own way to run SQL.\n\n| shape |")
                .append(letters())
                .append("\n|---|")
                .append("---|".repeat(tables.size()))
                .append('\n');
        for (SqlShape.Shape shape : SqlShape.ALL) {
            page.append("| ").append(shape.name()).append(" |");
            cells(Result.SHAPE + shape.name(), page);
        }
        page.append("\n## What was said\n\nThe errors of what was stopped, and why an attack does not apply.\n");
        for (Table table : tables) {
            details(table, page);
        }
        return page.append('\n').append(text("compared-tail.md")).toString();
    }

    private static void sum(Table table, StringBuilder page) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (Result result : table.results()) {
            if (!result.subject().startsWith(Result.SHAPE)) {
                counts.merge(result.outcome(), 1, Integer::sum);
            }
        }
        long shapes = table.results().stream()
                .filter(result -> result.subject().startsWith(Result.SHAPE) && result.outcome() == LEAK)
                .count();
        page.append("| ").append(table.name());
        for (Outcome outcome : Outcome.values()) {
            page.append(" | ").append(counts.getOrDefault(outcome, 0));
        }
        page.append(" | ").append(shapes).append(" |\n");
    }

    private void cells(String subject, StringBuilder page) {
        for (Table table : tables) {
            page.append(' ')
                    .append(find(table, subject).map(Report::word).orElse("–"))
                    .append(" |");
        }
        page.append('\n');
    }

    private static String word(Result result) {
        return switch (result.outcome()) {
            case STOPPED -> result.forVictimToo() ? "stopped¹" : "stopped";
            case EMPTY -> result.forVictimToo() ? "empty¹" : "empty";
            case LEAK -> "**LEAK**";
            case NOT_APPLICABLE -> "n/a";
        };
    }

    private static void details(Table table, StringBuilder page) {
        List<Result> told = table.results().stream()
                .filter(result -> !result.detail().isEmpty())
                .toList();
        if (!told.isEmpty()) {
            page.append("\n### ").append(table.name()).append("\n\n");
            Map<String, List<Result>> byDetail = told.stream()
                    .collect(java.util.stream.Collectors.groupingBy(
                            Result::detail, java.util.LinkedHashMap::new, java.util.stream.Collectors.toList()));
            byDetail.forEach((detail, results) -> page.append("- ")
                    .append(results.stream()
                            .map((Function<Result, String>) Report::named)
                            .collect(joining(", ")))
                    .append(": `")
                    .append(detail.replace('`', '\''))
                    .append("`\n"));
        }
    }

    private static String named(Result result) {
        return Stream.of(Attack.values())
                .filter(attack -> attack.name().equals(result.subject()))
                .map(Attack::tried)
                .findFirst()
                .orElse(result.subject());
    }

    private static Optional<Result> find(Table table, String subject) {
        return table.results().stream()
                .filter(result -> result.subject().equals(subject))
                .findFirst();
    }

    private String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < tables.size(); i++) {
            letters.append(' ').append(letter(i)).append(" |");
        }
        return letters.toString();
    }

    private static char letter(int index) {
        return (char) ('A' + index);
    }

    private static String text(String resource) {
        try (InputStream in = Report.class.getResourceAsStream(resource)) {
            return new String(java.util.Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(resource, e);
        }
    }
}
