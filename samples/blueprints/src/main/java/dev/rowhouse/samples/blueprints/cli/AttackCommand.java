package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.attack.AttackResult;
import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "attack",
        description =
                "Tries to get at another tenant's blueprints, as forgetful or malicious code would. Changes nothing.")
final class AttackCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--victim", paramLabel = "SLUG", required = true, description = "The other tenant.")
    private String victim;

    @Override
    public Integer call() {
        Tenant attacker = root.tenant();
        Tenant attacked = root.application().tenants().get(victim);
        List<AttackResult> results = root.application().attacks().run(attacker, attacked);
        PrintWriter out = root.workspace().out();
        TextTable table = new TextTable(attacker.getSlug() + " AGAINST " + victim, "OUTCOME", "");
        results.forEach(result -> table.row(result.title(), result.outcome(), result.held() ? "held" : "LEAKED"));
        table.print(out);
        long held = results.stream().filter(AttackResult::held).count();
        out.println(held + " of " + results.size() + " attacks were held off.");
        return held == results.size() ? 0 : Failures.REFUSED;
    }
}
