package dev.rowhouse.benchmarks;

import dev.rowhouse.benchmarks.Samples.Case;
import dev.rowhouse.benchmarks.Samples.Estimate;
import dev.rowhouse.benchmarks.Samples.Sample;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What libraries make of the same work, as tables of Markdown. */
final class LibraryReport {
    private static final double GOAL = 0.95;
    private static final double BULK_GOAL = 0.9;
    private static final double FLAT_GOAL = 0.95;

    private final Samples samples;

    LibraryReport(Samples samples) {
        this.samples = samples;
    }

    void appendTo(StringBuilder text) {
        libraries(text, Setting.LOOPBACK, "on loopback");
        libraries(text, Setting.ONE_MILLISECOND, "with 1 ms added to each round trip");
        depth(text);
        bulk(text);
        client(text);
    }

    private void libraries(StringBuilder text, Setting setting, String where) {
        List<Workload> measured = samples.measured(setting, LibraryBenchmark.class);
        if (measured.isEmpty()) {
            return;
        }
        text.append(format(
                "%n### Plain JDBC beside other libraries, %s%n%n"
                        + "Rowhouse under row-level security; the others with an explicit tenant predicate and without it."
                        + " Goals: %s of raw, ahead of Jdbi and JdbcClient.%n%n",
                where, GOAL));
        text.append(
                "| work | way | op/s | of raw (quartiles) | of Jdbi | of JdbcClient | fastest, of raw | garbage, B |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (Workload workload : measured) {
            for (Access access : workload.accesses()) {
                Case way = new Case(setting, workload, access);
                boolean ours = isOurs(access);
                text.append(format(
                        "| %s | %s | %,.0f | %s | %s | %s | %.3f | %,.0f |%n",
                        workload.title(),
                        title(access),
                        samples.of(way, Sample::rate).median(),
                        ratio(workload, way, Access.RAW, ours ? GOAL : 0),
                        ours ? ratio(workload, way, Access.JDBI, 1) : "",
                        ours ? ratio(workload, way, Access.JDBC_CLIENT, 1) : "",
                        samples.best(new Case(setting, workload, Access.RAW)) / samples.best(way),
                        samples.of(way, Sample::bytes).median()));
            }
        }
    }

    private void depth(StringBuilder text) {
        if (!samples.has(Setting.LOOPBACK, Workload.JDBC_FIRST_PAGE)
                || !samples.has(Setting.LOOPBACK, Workload.JDBC_DEEP_PAGE)) {
            return;
        }
        text.append(format("%n### A page behind 100,000 rows beside the first one%n%n"));
        text.append("| way | deep page / first page (quartiles) |\n|---|---|\n");
        for (Access access : Workload.JDBC_DEEP_PAGE.accesses()) {
            Estimate ratio = samples.compare(
                    new Case(Setting.LOOPBACK, Workload.JDBC_FIRST_PAGE, access),
                    new Case(Setting.LOOPBACK, Workload.JDBC_DEEP_PAGE, access),
                    Sample::nanos,
                    (first, deep) -> first / deep);
            text.append(format("| %s | %s |%n", title(access), ratio(ratio, isOurs(access) ? FLAT_GOAL : 0)));
        }
    }

    private void bulk(StringBuilder text) {
        if (!samples.has(Setting.LOOPBACK, Workload.JDBC_BULK)) {
            return;
        }
        text.append(format("%n### 100,000 rows at once, on loopback%n%n"));
        text.append(
                "| way | rows/s | of text COPY (quartiles) | of binary COPY | garbage a row, B |\n|---|---|---|---|---|\n");
        for (Access access : Workload.JDBC_BULK.accesses()) {
            Case way = new Case(Setting.LOOPBACK, Workload.JDBC_BULK, access);
            text.append(format(
                    "| %s | %,.0f | %s | %s | %,.0f |%n",
                    bulkTitle(access),
                    samples.of(way, Sample::rate).median() * BulkBenchmark.ROWS,
                    ratio(Workload.JDBC_BULK, way, Access.RAW, isOurs(access) ? BULK_GOAL : 0),
                    ratio(Workload.JDBC_BULK, way, Access.RAW_BINARY_COPY, 0),
                    samples.of(way, Sample::bytes).median() / BulkBenchmark.ROWS));
        }
    }

    private void client(StringBuilder text) {
        List<Workload> measured = samples.measured(Setting.IN_MEMORY, LibraryClientBenchmark.class);
        if (measured.isEmpty()) {
            return;
        }
        text.append(format("%n### What libraries add to the driver, with a server in memory, in autocommit%n%n"));
        text.append(
                "| work | way | time, ns | more than raw | garbage, B | more than raw |\n|---|---|---|---|---|---|\n");
        for (Workload workload : measured) {
            Case raw = new Case(Setting.IN_MEMORY, workload, Access.RAW);
            for (Access access : workload.accesses()) {
                Case way = new Case(Setting.IN_MEMORY, workload, access);
                Estimate more = samples.compare(raw, way, Sample::cpuNanos, (before, after) -> after - before);
                Estimate garbage = samples.compare(raw, way, Sample::bytes, (before, after) -> after - before);
                text.append(format(
                        "| %s | %s | %,.0f | %+,.0f (%+,.0f to %+,.0f) | %,.0f | %+,.0f |%n",
                        workload.title(),
                        title(access),
                        samples.of(way, Sample::cpuNanos).median(),
                        more.median(),
                        more.low(),
                        more.high(),
                        samples.of(way, Sample::bytes).median(),
                        garbage.median()));
            }
        }
    }

    private String ratio(Workload workload, Case way, Access to, double goal) {
        return ratio(
                samples.compare(
                        new Case(way.setting(), workload, to), way, Sample::nanos, (other, ours) -> other / ours),
                goal);
    }

    private static String ratio(Estimate ratio, double goal) {
        return format(
                "**%.3f** (%.3f–%.3f)%s",
                ratio.median(), ratio.low(), ratio.high(), ratio.median() < goal ? ", goal " + goal : "");
    }

    private static boolean isOurs(Access access) {
        return access == Access.ROWHOUSE || access == Access.REPOSITORY;
    }

    private static String title(Access access) {
        return switch (access) {
            case ROWHOUSE -> "Rowhouse, TenantJdbc";
            case REPOSITORY -> "Rowhouse, repository";
            case JDBI -> "Jdbi";
            case JDBC_CLIENT -> "JdbcClient";
            default -> "raw";
        };
    }

    private static String bulkTitle(Access access) {
        return switch (access) {
            case RAW_BINARY_COPY -> "raw: binary COPY";
            case RAW_BATCH -> "raw: rewritten batches";
            case ROWHOUSE -> "Rowhouse, BulkInsert";
            default -> "raw: text COPY";
        };
    }

    private static String format(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
