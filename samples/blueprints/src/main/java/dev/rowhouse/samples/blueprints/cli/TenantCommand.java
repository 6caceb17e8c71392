package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.cli.output.TextTable;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "tenant", description = "Adds and lists tenants.")
final class TenantCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Running tenant: there is no command. Name add or list.");
    }

    @Command(name = "add", description = "Adds a tenant.")
    void add(
            @Parameters(paramLabel = "SLUG", description = "Its short name, such as blue-harbor.") String slug,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Its name. Default: the short name.")
                    @Nullable
                    String name) {
        Tenant tenant = root.application().tenants().add(slug, name == null ? slug : name);
        root.workspace().out().println("Added tenant " + slug + ", " + tenant.getId());
    }

    @Command(name = "list", description = "Lists the tenants.")
    void list() {
        List<Tenant> tenants = root.application().tenants().list();
        if (tenants.isEmpty()) {
            root.workspace().out().println("No tenants. Add one: tenant add <slug>");
            return;
        }
        TextTable table = new TextTable("TENANT", "ID", "NAME");
        tenants.forEach(tenant -> table.row(tenant.getSlug(), tenant.getId(), tenant.getName()));
        table.print(root.workspace().out());
    }
}
