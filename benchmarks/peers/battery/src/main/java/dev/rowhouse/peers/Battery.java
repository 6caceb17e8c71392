package dev.rowhouse.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.SqlShape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs every attack on libraries of this class path.
 *
 * <p>Each attack runs twice: by the victim on its own rows, which must get through or the attack would prove nothing, and
 * by another tenant.
 */
public final class Battery {
    private final Peer peer;
    private final Tables tables;

    private Battery(Peer peer, Tables tables) {
        this.peer = peer;
        this.tables = tables;
    }

    /**
     * Attacks.
     *
     * @param arguments the port of a server that lets everybody in, the directory for the results, and the libraries' types
     */
    public static void main(String... arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path directory = Path.of(arguments[1]);
        for (String type : List.of(arguments).subList(2, arguments.length)) {
            Peer peer =
                    Class.forName(type).asSubclass(Peer.class).getConstructor().newInstance();
            List<String> lines = new ArrayList<>(List.of(peer.name(), peer.configuration()));
            String name = peer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            new Battery(peer, Tables.createDatabase(port, name)).run().forEach(result -> lines.add(result.toLine()));
            write(directory.resolve(name + ".tsv"), lines);
        }
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    private List<Result> run() throws Exception {
        List<Result> results = new ArrayList<>();
        peer.createTables(tables);
        tables.migrate();
        tables.revokeWhatNobodyDeclared();
        try (HikariDataSource pool = pool(tables.application())) {
            peer.start(pool);
            for (Attack attack : Attack.values()) {
                if (attack != Attack.GRANTED_TABLE && attack != Attack.SUPERUSER_LOGIN) {
                    results.add(run(attack));
                }
            }
            for (Shape shape : SqlShape.ALL) {
                results.add(judge(
                        Result.SHAPE + shape.name(),
                        Attack.NATIVE_SELECT,
                        attempt -> peer.runSql(shape.sql(attempt), shape.rows(), attempt)));
            }
            peer.close();
        }
        tables.grantWhatNobodyDeclared();
        results.add(runAlone(Attack.GRANTED_TABLE, tables.application()));
        tables.revokeWhatNobodyDeclared();
        results.add(runAlone(Attack.SUPERUSER_LOGIN, tables.superuser()));
        return results;
    }

    /** An attack on an application that starts with it: the library may refuse to start. */
    private Result runAlone(Attack attack, DataSource login) throws SQLException {
        try (HikariDataSource pool = pool(login)) {
            peer.start(pool);
            Result result = run(attack);
            peer.close();
            return result;
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            return new Result(attack.name(), Outcome.STOPPED, true, describe(e));
        }
    }

    private static HikariDataSource pool(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    private Result run(Attack attack) throws SQLException {
        return judge(attack.name(), attack, attempt -> peer.attempt(attack, attempt));
    }

    /** An attack with everything but who runs it. */
    private interface Run {
        void by(Attempt attempt) throws Exception;
    }

    private Result judge(String subject, Attack attack, Run run) throws SQLException {
        boolean boundless = attack.kind() == Attack.Kind.NO_TENANT;
        boolean controlled = attack.kind() != Attack.Kind.WRITE_OUT && attack.kind() != Attack.Kind.SWITCHED;
        Trial control = controlled ? attempt(attack, new Attempt(Tenant.BOLT, Tenant.BOLT, true), run) : Trial.WORKED;
        Trial trial = attempt(attack, new Attempt(Tenant.ACME, Tenant.BOLT, !boundless), run);
        @Nullable Exception failure = trial.failure();
        if (failure instanceof NotApplicableException) {
            return new Result(subject, Outcome.NOT_APPLICABLE, false, describe(failure));
        } else if (trial.gotThrough()) {
            return new Result(subject, Outcome.LEAK, false, failure == null ? "" : describe(failure));
        } else if (failure != null) {
            return new Result(subject, Outcome.STOPPED, !control.gotThrough(), describe(failure));
        }
        @Nullable Exception refusal = control.failure();
        return new Result(
                subject,
                Outcome.EMPTY,
                !control.gotThrough(),
                refusal == null ? "" : "its tenant: " + describe(refusal));
    }

    /** What was left of an attempt: whether it reached a row, and how it ended. */
    private record Trial(boolean gotThrough, @Nullable Exception failure) {
        static final Trial WORKED = new Trial(true, null);
    }

    private Trial attempt(Attack attack, Attempt attempt, Run run) throws SQLException {
        tables.reset(attack, attempt);
        List<String> before = tables.rowsOf(attempt.victim());
        @Nullable Exception failure = null;
        try {
            run.by(attempt);
        } catch (Exception e) {
            failure = e;
        }
        boolean changed = !tables.rowsOf(attempt.victim()).equals(before);
        return new Trial(attempt.sawVictim() || changed, failure);
    }

    private static String describe(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getClass().getSimpleName() + ": " + String.valueOf(cause.getMessage());
        String line = text.replaceAll("\\s+", " ").replace("|", "/");
        return line.length() > 240 ? line.substring(0, 240) + "…" : line;
    }
}
