package dev.rowhouse.peers.speed;

import dev.rowhouse.peers.speed.Samples.Case;
import dev.rowhouse.peers.speed.Samples.Estimate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The measurements as tables of Markdown. */
final class Report {
    private static final double GOAL = 0.95;
    private static final double AHEAD = 1;
    private static final double DEPTH_GOAL = 1 / 1.2;

    private final Samples samples;
    private final String environment;

    Report(Samples samples, String environment) {
        this.samples = samples;
        this.environment = environment;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(environment).append("\n\n");
        text.append("| work | way | op/s | of Hibernate 7.4.5 by hand (quartiles) | of Hibernate 8 with RLS | of Ebean"
                + " | client, µs | garbage, B |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (Work work : Work.values()) {
            for (Contender contender : Contender.values()) {
                Case way = new Case(work, contender);
                if (samples.has(way)) {
                    row(way, text);
                }
            }
        }
        depth(text);
        return text.toString();
    }

    private void row(Case way, StringBuilder text) {
        boolean ours = way.contender().isOurs();
        text.append(format(
                "| %s | %s | %,.0f | %s | %s | %s | %,.0f | %,.0f |%n",
                way.work().title(),
                way.contender().title(),
                samples.of(way, each -> Worker.THREADS * 1e9 / each.nanos()).median(),
                way.contender() == Contender.BY_HAND ? "" : ratio(way, Contender.BY_HAND, ours ? GOAL : 0),
                ours ? ratio(way, Contender.HIBERNATE8, AHEAD) : "",
                ours ? ratio(way, Contender.EBEAN, 0) : "",
                samples.of(way, Measured::cpuNanos).median() / 1_000,
                samples.of(way, Measured::bytes).median()));
    }

    private String ratio(Case way, Contender other, double goal) {
        return samples.ratio(way, new Case(way.work(), other))
                .map(estimate -> ratio(estimate, goal))
                .orElse("–");
    }

    private static String ratio(Estimate ratio, double goal) {
        return format(
                "%s%.2f%s (%.2f–%.2f)%s",
                goal > 0 ? "**" : "",
                ratio.median(),
                goal > 0 ? "**" : "",
                ratio.low(),
                ratio.high(),
                ratio.median() < goal ? ", goal " + format("%.2f", goal) : "");
    }

    private void depth(StringBuilder text) {
        text.append(format(
                "%nThe deep page beside the first one, in op/s:%n%n| way | deep / first (quartiles) |%n|---|---|%n"));
        for (Contender contender : Contender.values()) {
            samples.ratio(new Case(Work.DEEP_PAGE, contender), new Case(Work.FIRST_PAGE, contender))
                    .ifPresent(estimate -> text.append(format(
                            "| %s | %s |%n", contender.title(), ratio(estimate, contender.isOurs() ? DEPTH_GOAL : 0))));
        }
    }

    private static String format(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
