package dev.rowhouse.samples.quickstart;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.samples.quickstart.Attack.OwnRowsOnly;
import dev.rowhouse.samples.quickstart.Attack.Refused;
import dev.rowhouse.samples.quickstart.Attack.Result;
import dev.rowhouse.samples.quickstart.Attack.Seen;
import dev.rowhouse.samples.quickstart.Attack.TellsNothing;
import dev.rowhouse.samples.quickstart.Attack.Verdict;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets attacks run, and judges each by what it saw, by the rule that refused it, and by what is in the tables of all
 * other businesses before and after it.
 */
final class Referee {
    private final GroundTruth truth;
    private final Business attacker;

    Referee(GroundTruth truth, Business attacker) {
        this.truth = truth;
        this.attacker = attacker;
    }

    List<Result> judge(List<Attack> attacks) throws SQLException {
        List<Result> results = new ArrayList<>();
        GroundTruth.Snapshot before = truth.read();
        for (Attack attack : attacks) {
            Result result = judge(attack, before);
            GroundTruth.Snapshot after = truth.read();
            List<String> changed = before.changedForOthers(attacker, after);
            results.add(
                    changed.isEmpty()
                            ? result
                            : new Result(attack.title(), "changed others' " + changed, "nothing", Verdict.LEAK));
            before = after;
        }
        return results;
    }

    private static Result judge(Attack attack, GroundTruth.Snapshot before) {
        try {
            Seen seen = attack.attempt().run();
            return afterSuccess(attack, seen, before);
        } catch (SQLException | RowhouseException e) {
            return afterFailure(attack, e);
        }
    }

    private static Result afterSuccess(Attack attack, Seen seen, GroundTruth.Snapshot before) {
        if (attack.expected() instanceof OwnRowsOnly own) {
            long ownRows = own.ownRows().applyAsLong(before);
            Seen named = seen.named(ownRows);
            if (named.others() > 0) {
                return leak(attack, rows(named.others()) + " of others");
            }
            return named.own() == ownRows
                    ? new Result(
                            attack.title(),
                            ownRows == 0 ? "no row" : rows(ownRows) + ", all its own",
                            Rule.POLICY.words(),
                            Verdict.PASS)
                    : new Result(attack.title(), rows(named.own()) + " of its own " + ownRows, "?", Verdict.UNPROVEN);
        }
        if (attack.expected() instanceof TellsNothing nothing && seen.others() == 0) {
            return new Result(
                    attack.title(),
                    "accepted as a row of its own",
                    nothing.becauseOf().words(),
                    Verdict.PASS);
        }
        return leak(attack, "not refused");
    }

    private static Result afterFailure(Attack attack, Exception failure) {
        Optional<Rule> rule = Rule.of(failure);
        String happened = failure instanceof SQLException error
                ? "refused, SQLSTATE " + error.getSQLState()
                : "refused, " + failure.getClass().getSimpleName();
        if (attack.expected() instanceof TellsNothing) {
            return leak(attack, happened);
        }
        boolean asExpected = attack.expected() instanceof Refused refused && rule.equals(Optional.of(refused.by()));
        return new Result(
                attack.title(),
                happened,
                rule.map(Rule::words).orElse("?"),
                asExpected ? Verdict.PASS : Verdict.UNPROVEN);
    }

    private static Result leak(Attack attack, String happened) {
        return new Result(attack.title(), happened, "nothing", Verdict.LEAK);
    }

    private static String rows(long rows) {
        return rows == 1 ? "1 row" : rows + " rows";
    }
}
