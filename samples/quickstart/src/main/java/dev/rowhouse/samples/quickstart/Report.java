package dev.rowhouse.samples.quickstart;

import dev.rowhouse.samples.quickstart.Attack.Verdict;
import dev.rowhouse.samples.quickstart.database.Database;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what happened, on one page. */
final class Report {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE d MMM HH:mm xxx", Locale.ENGLISH);

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(Database database, SampleData data) throws SQLException {
        out.println("Rowhouse quickstart: " + data.businesses().size() + " pet-care businesses in one database");
        out.println(database.description() + ", as role " + database.applicationRole() + ". Loaded "
                + data.owners().size() + " owners, " + data.pets().size() + " pets, "
                + data.appointments().size() + " appointments.");
    }

    void overviews(List<Overview> overviews) {
        out.println();
        out.println("What each business sees afterwards. Next is in local time, after " + Quickstart.NOW + ".");
        TextTable table = new TextTable(
                "business", "owners", "pets", "staff", "services", "appointments", "booked worth", "next");
        for (Overview sees : overviews) {
            table.row(
                    sees.business().slug(),
                    sees.owners(),
                    sees.pets(),
                    sees.staff(),
                    sees.services(),
                    sees.appointments(),
                    sees.business().money(sees.bookedWorth()),
                    sees.next()
                            .map(a -> LOCAL.format(a.starts()) + "  " + a.pet())
                            .orElse("none"));
        }
        table.print(out);
        for (Overview sees : overviews) {
            sees.overClockChange()
                    .ifPresent(a -> out.println("  Clock change: " + a.pet() + " stays at "
                            + sees.business().slug() + " from " + LOCAL.format(a.starts()) + " to "
                            + LOCAL.format(a.ends()) + ": "
                            + hours(a.lasts()) + "."));
        }
    }

    private static String hours(Duration duration) {
        return duration.toHours() + " h"
                + (duration.toMinutesPart() == 0 ? "" : " " + duration.toMinutesPart() + " min");
    }

    void work(List<DayOfWork.Result> work) {
        out.println();
        out.println("What was done for all businesses at once: " + DayOfWork.clients(work.size()) + " clients on "
                + Database.POOL_SIZE + " connections");
        TextTable table = new TextTable(
                "business",
                "booked",
                "moved",
                "cancelled",
                "refused: staff busy",
                "refused: pet busy",
                "races",
                "won by one");
        for (DayOfWork.Result result : work) {
            Map<Outcome, Long> counts = result.counts();
            table.row(
                    result.business().slug(),
                    counts.get(Outcome.BOOKED),
                    counts.get(Outcome.MOVED),
                    counts.get(Outcome.CANCELLED),
                    counts.get(Outcome.STAFF_BUSY),
                    counts.get(Outcome.PET_BUSY),
                    result.races(),
                    result.racesWithOneWinner());
        }
        table.print(out);
        out.println("  Refused by the exclusion constraints " + Outcome.STAFF_CONSTRAINT + " and "
                + Outcome.PET_CONSTRAINT + " (23P01).");
    }

    void attacks(Business attacker, Business victim, List<Attack.Result> results) {
        out.println();
        out.println("What " + attacker.slug() + " tried against " + victim.slug());
        TextTable table = new TextTable("tried", "happened", "stopped by", "");
        for (Attack.Result result : results) {
            table.row(result.title(), result.happened(), result.stoppedBy(), result.verdict());
        }
        table.print(out);
        out.println("  Not stopped: injected SQL that calls set_config itself. The README says what else.");
    }

    void roundTrips(List<RoundTrips.Row> rows) {
        out.println();
        out.println("Round trips to the server");
        if (rows.isEmpty()) {
            out.println("  Not counted: the server does not answer by way of a proxy that cannot encrypt.");
            return;
        }
        TextTable table = new TextTable("work", "plain JDBC", "set_config by hand", "Rowhouse");
        for (RoundTrips.Row row : rows) {
            table.row(row.work(), row.plain(), row.byHand(), row.withRowhouse());
        }
        table.print(out);
        out.println("  Plain JDBC: a connection that serves one tenant only, named once when it is opened.");
    }

    /** Prints the last line and returns whether everything is as it has to be. */
    boolean verdict(List<Attack.Result> attacks, List<Total> totals) {
        out.println();
        List<Total> wrong =
                totals.stream().filter(total -> !total.isAsExpected()).toList();
        for (Total total : wrong) {
            out.println("Differs: " + total.what() + ": expected " + total.expected() + ", found " + total.found());
        }
        long passed = attacks.stream()
                .filter(attack -> attack.verdict() == Verdict.PASS)
                .count();
        boolean held = wrong.isEmpty() && passed == attacks.size();
        out.println((held ? "The isolation held: " : "THE ISOLATION DID NOT HOLD: ") + passed + " of " + attacks.size()
                + " attacks stopped, " + (totals.size() - wrong.size()) + " of " + totals.size()
                + " totals as expected.");
        return held;
    }
}
