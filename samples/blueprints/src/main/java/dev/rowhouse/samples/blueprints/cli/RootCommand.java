package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.blueprints.config.Application;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that all others are part of, with the options that all others have: where to work, for whom, as whom. */
@Command(
        name = "blueprints",
        header = "Blueprint documents of many tenants in one PostgreSQL, kept apart by row-level security.%n",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TenantCommand.class,
            AddCommand.class,
            EditCommand.class,
            ListCommand.class,
            ShowCommand.class,
            SearchCommand.class,
            CommentCommand.class,
            HistoryCommand.class,
            DeleteCommand.class,
            RestoreCommand.class,
            PurgeCommand.class,
            AttackCommand.class,
            ShellCommand.class,
            DemoCommand.class
        },
        footer = {
            "",
            "Without a DATABASE_URL an embedded PostgreSQL comes along and keeps its files in the --data folder.",
            "Each command starts it anew; shell keeps it running.",
            "",
            "Begin with:  blueprints demo",
            "       or:   blueprints tenant add harbor \"Harbor Robotics\"",
            "             blueprints --tenant harbor shell",
            "",
            "Exit code:   0 done, 1 refused, 2 wrong arguments or input, 3 no usable database"
        })
final class RootCommand implements Runnable {
    private final Workspace workspace;
    private final Optional<String> usualTenant;
    private final String usualActor;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-t", "--tenant"},
            scope = ScopeType.INHERIT,
            paramLabel = "SLUG",
            description = "Whose blueprints: the tenant's short name. Default: BLUEPRINTS_TENANT.")
    private @Nullable String tenant;

    @Option(
            names = "--as",
            scope = ScopeType.INHERIT,
            paramLabel = "WHO",
            description = "Who is noted as the author. Default: BLUEPRINTS_ACTOR, or USER.")
    private @Nullable String actor;

    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "Where the embedded database is. Default: BLUEPRINTS_DATA, or .blueprints in this folder.")
    private @Nullable Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explains a command.")
    private boolean help;

    private RootCommand(Workspace workspace, Optional<String> usualTenant, String usualActor) {
        this.workspace = workspace;
        this.usualTenant = usualTenant;
        this.usualActor = usualActor;
    }

    /** Runs a command in the name of whom the settings say. */
    static int run(Workspace workspace, String... arguments) {
        return run(
                workspace,
                workspace.settings().tenant(),
                workspace.settings().actor().orElse("somebody"),
                arguments);
    }

    private static int run(Workspace workspace, Optional<String> usualTenant, String usualActor, String... arguments) {
        Failures failures = new Failures();
        return new CommandLine(new RootCommand(workspace, usualTenant, usualActor))
                .setOut(workspace.out())
                .setErr(workspace.err())
                .setUsageHelpWidth(110)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .execute(arguments);
    }

    /** Runs another command for the tenant and the actor of this one, in the same workspace. */
    int runAnother(String... arguments) {
        return run(workspace, tenantSlug(), actor(), arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Running blueprints: there is no command. Name one.");
    }

    Workspace workspace() {
        return workspace;
    }

    Application application() {
        return workspace.application(Optional.ofNullable(data));
    }

    Optional<String> tenantSlug() {
        return Optional.ofNullable(tenant).or(() -> usualTenant);
    }

    private String actor() {
        return Optional.ofNullable(actor).orElse(usualActor);
    }

    /** Looks up the tenant that is meant. */
    Tenant tenant() {
        String slug = tenantSlug()
                .orElseThrow(
                        () -> new InvalidInputException("Choosing a tenant: none is named. Say whose blueprints are"
                                + " meant, with --tenant <slug> or in BLUEPRINTS_TENANT; see: tenant list."));
        return application().tenants().get(slug);
    }

    /** Runs work in the context of the tenant and the actor that are meant: here, and nowhere else. */
    void inTenant(Consumer<Library> work) {
        TenantContext context = TenantContext.of(tenant().getId()).withActor(actor());
        context.run(() -> work.accept(application().library()));
    }
}
