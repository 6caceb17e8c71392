package dev.rowhouse.samples.quickstart;

import dev.rowhouse.samples.quickstart.database.Database;
import dev.rowhouse.samples.quickstart.database.UnusableDatabaseException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads several pet-care businesses into one database, works for all of them at once, tries to reach from one business
 * into another, and reports what came of it.
 *
 * <p>Exit code 0: the isolation held and every total is as expected. 1: it did not, or a total differs. 2: the database
 * cannot be used.
 */
public final class Quickstart {
    /** What the sample takes for "now", so that each run prints the same. */
    static final Instant NOW = Instant.parse("2027-03-25T12:00:00Z");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final BeforeAttacks beforeAttacks;

    Quickstart(Map<String, String> environment, PrintStream out, PrintStream err) {
        this(environment, out, err, database -> {});
    }

    /** For the test that breaks the isolation on purpose. */
    Quickstart(Map<String, String> environment, PrintStream out, PrintStream err, BeforeAttacks beforeAttacks) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.beforeAttacks = beforeAttacks;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = new Quickstart(System.getenv(), out, err).run();
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    int run() {
        try (Database database = Database.open(environment)) {
            return run(database, new Report(out)) ? 0 : 1;
        } catch (UnusableDatabaseException e) {
            err.println(e.getMessage());
            return 2;
        } catch (SQLException | InterruptedException | RuntimeException e) {
            if (isConnectionLost(e)) {
                err.println("Working on the database: it ended the connections. Start again when it is up.");
            } else {
                e.printStackTrace(err);
            }
            return 2;
        }
    }

    /** Whether a connection broke (class 08) or the server was shut down (57P), as it is on Ctrl-C. */
    private static boolean isConnectionLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error
                    && String.valueOf(error.getSQLState()).matches("08...|57P..")) {
                return true;
            }
        }
        return false;
    }

    private boolean run(Database database, Report report) throws SQLException, InterruptedException {
        SampleData data = SampleData.read();
        database.createSchema();
        try (Connection owner = database.connectAsOwner()) {
            BusinessDirectory.enter(owner, data.businesses());
        }
        List<Business> businesses = new BusinessDirectory(database.application()).all();

        for (Business business : businesses) {
            business.as("import").run(() -> new DataImport(database.application(), data).load(business));
        }
        report.title(database, data);

        List<DayOfWork.Result> work = new DayOfWork(database.application(), businesses).run();
        report.work(work);
        List<Overview> overviews = new ArrayList<>();
        for (Business business : businesses) {
            overviews.add(business.as("report").call(() -> Overview.read(database.application(), business, NOW)));
        }
        report.overviews(overviews);

        GroundTruth truth = new GroundTruth(database);
        GroundTruth.Snapshot afterWork = truth.read();
        List<Total> totals = Total.all(data, work, overviews, afterWork);

        beforeAttacks.run(database);
        Business attacker = businesses.get(0);
        Business victim = businesses.get(1);
        List<Attack.Result> attacks =
                new Referee(truth, attacker).judge(new Attacks(database, afterWork, attacker, victim).all());
        report.attacks(attacker, victim, attacks);

        report.roundTrips(RoundTrips.count(database, attacker));
        return report.verdict(attacks, totals);
    }

    /** Something that happens after the work and before the attacks. */
    interface BeforeAttacks {
        void run(Database database) throws SQLException;
    }
}
