package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.samples.blueprints.config.Application;
import dev.rowhouse.samples.blueprints.config.Settings;
import dev.rowhouse.samples.blueprints.documents.Blueprint;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import jakarta.data.page.CursoredPage;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands work with: the terminal, and the application, which is opened when a command first needs it. */
final class Workspace implements AutoCloseable {
    private final Settings settings;
    private final BufferedReader in;
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable Application application;
    private @Nullable CursoredPage<Blueprint> lastPage;

    Workspace(Settings settings, BufferedReader in, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Returns a workspace at the same terminal, with another database, and with messages in their place among the output. */
    Workspace withDatabaseIn(Path folder) {
        return new Workspace(settings.embeddedIn(folder), in, out, out);
    }

    Settings settings() {
        return settings;
    }

    /**
     * Returns the application, and opens it the first time.
     *
     * @param data the folder of the embedded database, or empty for the one of the settings
     */
    Application application(Optional<Path> data) {
        if (application == null) {
            application = Application.open(data.map(settings::withData).orElse(settings));
        } else if (data.isPresent()) {
            throw new InvalidInputException("Opening the database in " + data.get()
                    + ": another one is open already. Leave out --data here, or give it to the shell.");
        }
        return application;
    }

    BufferedReader in() {
        return in;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** Returns the page that was listed last, for whoever wants the one next to it. */
    Optional<CursoredPage<Blueprint>> lastPage() {
        return Optional.ofNullable(lastPage);
    }

    void listed(CursoredPage<Blueprint> page) {
        lastPage = page;
    }

    @Override
    public void close() {
        if (application != null) {
            application.close();
        }
    }
}
