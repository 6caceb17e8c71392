package dev.rowhouse.samples.petcare.attack;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.NativeSql;
import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.attack.Attack.Attempt;
import dev.rowhouse.samples.petcare.attack.Attack.Reached;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.BusinessRepository;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.Pet;
import dev.rowhouse.samples.petcare.clients.PetRepository;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Attacks of the current business on another: through this application's own endpoints, and by what careless or malicious code in
 * it would do. What writes is rolled back, so that an attack that succeeds does little harm.
 */
@Component
@NativeSql(reason = "Shows what becomes of SQL that was written without a thought of tenants")
public class Attacks {
    private final CurrentBusiness current;
    private final BusinessRepository businesses;
    private final PetRepository pets;
    private final OwnEndpoints endpoints;
    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final TransactionOperations transactions;
    private final boolean isProtected;

    Attacks(
            CurrentBusiness current,
            BusinessRepository businesses,
            PetRepository pets,
            OwnEndpoints endpoints,
            EntityManager entities,
            JdbcClient jdbc,
            DataSource dataSource,
            TransactionOperations transactions,
            @Value("${rowhouse.enabled:true}") boolean isProtected) {
        this.current = current;
        this.businesses = businesses;
        this.pets = pets;
        this.endpoints = endpoints;
        this.entities = entities;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.isProtected = isProtected;
    }

    /** Whom the current business attacks: the first of the others. */
    public Business victim() {
        UUID attacker = current.get().getId();
        return businesses.findAllByOrderByName().stream()
                .filter(each -> each.isActive() && !each.getId().equals(attacker))
                .min(Comparator.comparing(each -> each.getId().toString()))
                .orElseThrow();
    }

    /** Runs all attacks, one after another. */
    public List<AttackResult> run() {
        Business victim = victim();
        Loot loot = TenantContext.of(victim.getId())
                .call(() -> new Loot(
                        victim,
                        any("pet"),
                        any("appointment"),
                        any("payment"),
                        jdbc.sql("select name from pet limit 1")
                                .query(String.class)
                                .single()));
        Business attacker = current.get();
        UUID ownPet = any("pet");
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(throughEndpoints(attacker, loot));
        attacks.addAll(forgotten(attacker, loot));
        attacks.addAll(injected(attacker, loot));
        attacks.addAll(written(attacker, loot, ownPet));
        attacks.addAll(lost(attacker, loot));
        return attacks.stream().map(this::result).toList();
    }

    /** What the attacker has come to know of the victim. */
    private record Loot(Business victim, UUID pet, UUID appointment, UUID payment, String petName) {}

    private UUID any(String table) {
        return jdbc.sql("select id from " + table + " where tenant_id = :tenant limit 1")
                .param("tenant", TenantContext.require().tenantId())
                .query(UUID.class)
                .single();
    }

    private List<Attack> throughEndpoints(Business attacker, Loot loot) {
        String slug = attacker.getSlug();
        String vaccination = """
                {"vaccine": "I was here", "batch": "", "givenOn": "2026-01-01", "validUntil": "2027-01-01"}""";
        return List.of(
                new Attack(
                        "Guess the id of a pet",
                        "GET /api/pets/<their pet>",
                        Rule.TENANT_FILTER,
                        () -> answered(endpoints.send(slug, "GET", "/api/pets/" + loot.pet(), ""))),
                new Attack(
                        "Send the header of another business to one's own subdomain",
                        "GET /api/appointments\nHost: " + slug + ".localhost\nX-Tenant-ID: "
                                + loot.victim().getSlug(),
                        Rule.AMBIGUOUS_TENANT,
                        () -> answered(endpoints.send(
                                slug,
                                "GET",
                                "/api/appointments",
                                "",
                                "X-Tenant-ID",
                                loot.victim().getSlug()))),
                new Attack(
                        "Cancel an appointment of which only the id is known",
                        "DELETE /api/appointments/<theirs>",
                        Rule.TENANT_FILTER,
                        () -> answered(endpoints.send(
                                slug, "DELETE", "/api/appointments/" + loot.appointment(), "", "If-Match", "\"0\""))),
                new Attack(
                        "Give back money that another business was paid",
                        "POST /api/payments/<theirs>/refunds",
                        Rule.TENANT_FILTER,
                        () -> answered(endpoints.send(
                                slug,
                                "POST",
                                "/api/payments/" + loot.payment() + "/refunds",
                                "{\"amount\": 1, \"reason\": \"I was here\"}"))),
                new Attack(
                        "Vaccinate a pet of which only the id is known: the endpoint does not read the pet before",
                        "POST /api/pets/<their pet>/vaccinations",
                        Rule.FOREIGN_KEY,
                        () -> answered(endpoints.send(
                                slug, "POST", "/api/pets/" + loot.pet() + "/vaccinations", vaccination))),
                new Attack(
                        "Read the history of a row of which only the id is known",
                        "GET /api/history/appointment/<theirs>",
                        Rule.POLICY,
                        () -> {
                            OwnEndpoints.Answer answer =
                                    endpoints.send(slug, "GET", "/api/history/appointment/" + loot.appointment(), "");
                            return Reached.rows(0, answer.body().size());
                        }),
                new Attack(
                        "Ask for the takings: the report's SQL names no tenant",
                        "GET /api/takings   -- select … from payment group by 1, 2",
                        Rule.POLICY,
                        () -> {
                            OwnEndpoints.Answer answer = endpoints.send(slug, "GET", "/api/takings", "");
                            long foreign = answer.body()
                                    .valueStream()
                                    .filter(day ->
                                            !day.path("currency").asString().equals(attacker.getCurrency()))
                                    .count();
                            return Reached.rows(answer.body().size() - foreign, foreign);
                        }));
    }

    private List<Attack> forgotten(Business attacker, Loot loot) {
        return List.of(
                sql("Forget the predicate", "select tenant_id from pet", attacker),
                sql(
                        "Forget the parentheses around OR",
                        "select tenant_id from owner where tenant_id = '" + attacker.getId()
                                + "' and name like 'A%' or phone like '+%'",
                        attacker),
                sql(
                        "Join on the id alone",
                        "select p.tenant_id from appointment a join pet p on p.species = 'dog'\nwhere a.tenant_id = '"
                                + attacker.getId() + "'",
                        attacker),
                sql(
                        "Name the other business outright",
                        "select tenant_id from pet where tenant_id = '"
                                + loot.victim().getId() + "'",
                        attacker),
                sql(
                        "Ask the search function directly",
                        "select p.tenant_id from pet p\nwhere p.id in (select pet_search_ids(plainto_tsquery('simple', 'dog')))",
                        attacker));
    }

    /** Wrong on purpose: what a user typed becomes SQL. */
    private List<Attack> injected(Business attacker, Loot loot) {
        String search = "select tenant_id from pet where tenant_id = '" + attacker.getId() + "' and name like '%";
        String become =
                "select set_config('app.current_tenant_id', '" + loot.victim().getId() + "', true)";
        return List.of(
                sql("Type into a search: %' or 'a' = 'a", search + "%' or 'a' = 'a" + "'", attacker),
                sql(
                        "Type into a search: ' union all select … from owner --",
                        search + "' union all select tenant_id from owner --'",
                        attacker),
                new Attack(
                        "Inject a statement that makes one the other business",
                        become + ";\nselect tenant_id from pet",
                        Rule.SIGNATURE,
                        rolledBack(() -> {
                            jdbc.sql(become).query(String.class).single();
                            return read("select tenant_id from pet", attacker);
                        })),
                new Attack(
                        "Inject a statement that switches row-level security off",
                        "set local row_security = off;\nselect tenant_id from pet",
                        Rule.ROW_SECURITY,
                        rolledBack(() -> {
                            jdbc.sql("set local row_security = off").update();
                            return read("select tenant_id from pet", attacker);
                        })));
    }

    private List<Attack> written(Business attacker, Loot loot, UUID ownPet) {
        UUID victim = loot.victim().getId();
        return List.of(
                change(
                        "Update by id, in SQL",
                        "update pet set note = 'I was here' where id = '" + loot.pet() + "'",
                        Rule.POLICY,
                        0),
                change(
                        "Update everything: the where clause was forgotten",
                        "update pet set note = ''",
                        Rule.POLICY,
                        count()),
                change(
                        "Insert a client for the other business",
                        "insert into owner (tenant_id, id, name, email, phone)\nvalues ('" + victim
                                + "', gen_random_uuid(), 'Mallory', '', '')",
                        Rule.WITH_CHECK,
                        0),
                change(
                        "Hand a pet over to the other business",
                        "update pet set tenant_id = '" + victim + "' where id = '" + ownPet + "'",
                        Rule.PRIVILEGE,
                        0),
                change("Rewrite the history", "update history set actor = 'nobody'", Rule.APPEND_ONLY, 0),
                change("Empty a table", "truncate payment", Rule.PRIVILEGE, -1),
                new Attack(
                        "Load an entity by a native query",
                        "entities.createNativeQuery(\"select * from pet where id = …\", Pet.class)",
                        Rule.POLICY,
                        rolledBack(() -> Reached.rows(
                                0,
                                entities.createNativeQuery("select * from pet where id = ?", Pet.class)
                                        .setParameter(1, loot.pet())
                                        .getResultList()
                                        .size()))),
                new Attack(
                        "Move entities by JPQL",
                        "update Pet p set p.tenantId = :victim where p.id = :own",
                        Rule.PRIVILEGE,
                        rolledBack(() -> Reached.rows(
                                0,
                                entities.createQuery("update Pet p set p.tenantId = :victim where p.id = :own")
                                        .setParameter("victim", victim)
                                        .setParameter("own", ownPet)
                                        .executeUpdate()))),
                new Attack(
                        "Update in bulk by JPQL, where clause forgotten",
                        "update Pet p set p.note = ''",
                        Rule.TENANT_FILTER,
                        rolledBack(() -> {
                            long changed = entities.createQuery("update Pet p set p.note = ''")
                                    .executeUpdate();
                            return Reached.rows(changed, Math.max(0, changed - own("pet", attacker)));
                        })),
                new Attack(
                        "Delete in bulk by JPQL",
                        "delete from Vaccination",
                        Rule.STATEMENT_GUARD,
                        rolledBack(() -> Reached.rows(
                                entities.createQuery("delete from Vaccination").executeUpdate(), 0))));
    }

    private List<Attack> lost(Business attacker, Loot loot) {
        return List.of(
                new Attack(
                        "Take a connection from the pool, past the wrapper",
                        "dataSource.unwrap(HikariDataSource.class).getConnection()",
                        Rule.NO_TENANT,
                        () -> {
                            try (Connection connection = dataSource
                                            .unwrap(HikariDataSource.class)
                                            .getConnection();
                                    Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery("select tenant_id from pet")) {
                                List<UUID> tenants = new ArrayList<>();
                                while (rows.next()) {
                                    tenants.add(rows.getObject(1, UUID.class));
                                }
                                return reached(tenants, attacker);
                            }
                        }),
                new Attack(
                        "Start a task and leave the tenant behind",
                        "CompletableFuture.supplyAsync(() -> jdbc.sql(\"select … from pet\")…)",
                        Rule.NO_TENANT,
                        () -> CompletableFuture.supplyAsync(() -> read("select tenant_id from pet", attacker))
                                .get()),
                new Attack(
                        "The same with a repository",
                        "CompletableFuture.supplyAsync(() -> pets.findAll())",
                        Rule.MISSING_TENANT,
                        () -> CompletableFuture.supplyAsync(() -> Reached.rows(0, pets.count()))
                                .get()),
                new Attack(
                        "Become another business in the middle of a transaction",
                        "TenantContext.of(victim).run(() -> jdbc.sql(\"select … from pet\")…)",
                        Rule.MISMATCH,
                        rolledBack(() -> {
                            read("select tenant_id from staff", attacker);
                            return TenantContext.of(loot.victim().getId())
                                    .call(() -> read("select tenant_id from pet", attacker));
                        })));
    }

    // How they are done

    private Attack sql(String title, String sql, Business attacker) {
        return new Attack(title, sql, Rule.POLICY, rolledBack(() -> read(sql, attacker)));
    }

    /** A statement that may change as many rows as the attacker has, and no more. */
    private Attack change(String title, String sql, Rule rule, long allowed) {
        return new Attack(title, sql, rule, rolledBack(() -> {
            long changed = jdbc.sql(sql).update();
            return Reached.rows(Math.min(changed, Math.max(0, allowed)), Math.max(0, changed - allowed));
        }));
    }

    private long count() {
        return own("pet", current.get());
    }

    private long own(String table, Business business) {
        return jdbc.sql("select count(*) from " + table + " where tenant_id = :tenant")
                .param("tenant", business.getId())
                .query(Long.class)
                .single();
    }

    private Reached read(String sql, Business attacker) {
        return reached(jdbc.sql(sql).query(UUID.class).list(), attacker);
    }

    private static Reached reached(List<? extends @Nullable UUID> tenants, Business attacker) {
        long own = tenants.stream().filter(attacker.getId()::equals).count();
        return Reached.rows(own, tenants.size() - own);
    }

    /** A request is refused by what its answer says; where it is not refused, it has reached the other's row. */
    private static Reached answered(OwnEndpoints.Answer answer) {
        String type = answer.body().path("type").asString("");
        if (answer.status() == 404) {
            return Reached.nothing(Rule.TENANT_FILTER);
        }
        if (answer.status() == 422 && type.endsWith(":unknown-reference")) {
            return Reached.nothing(Rule.FOREIGN_KEY);
        }
        if (type.endsWith(":ambiguous-tenant")) {
            return Reached.nothing(Rule.AMBIGUOUS_TENANT);
        }
        if (answer.status() < 300) {
            return Reached.rows(
                    0, Math.max(1, answer.body().isArray() ? answer.body().size() : 1));
        }
        throw new IllegalStateException(
                "The request was answered with " + answer.status() + ", which proves nothing: " + answer.body());
    }

    private Attempt rolledBack(Callable<Reached> work) {
        return () -> {
            List<Reached> reached = new ArrayList<>();
            List<Exception> failures = new ArrayList<>();
            transactions.executeWithoutResult(status -> {
                try {
                    reached.add(work.call());
                } catch (Exception e) {
                    failures.add(e);
                } finally {
                    status.setRollbackOnly();
                }
            });
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
            return reached.get(0);
        };
    }

    private AttackResult result(Attack attack) {
        try {
            Reached reached = attack.attempt().run();
            boolean held = reached.others() == 0;
            Rule by = withoutException(attack, reached);
            return new AttackResult(
                    attack.title(),
                    attack.how(),
                    held,
                    held && by == attack.expected(),
                    held ? by.words() : "Nothing held it off",
                    reached.others() == 0 && reached.own() == 0
                            ? "It reached nothing."
                            : "It reached " + reached.own() + " rows of its own, and " + reached.others()
                                    + " of others.");
        } catch (Exception e) {
            @Nullable Rule by = Rule.of(e).orElse(null);
            if (attack.expected() == Rule.APPEND_ONLY && by == Rule.PRIVILEGE) {
                by = Rule.APPEND_ONLY;
            }
            return new AttackResult(
                    attack.title(),
                    attack.how(),
                    by != null,
                    by == attack.expected(),
                    by == null ? "It failed, which proves nothing" : by.words(),
                    message(e));
        }
    }

    private Rule withoutException(Attack attack, Reached reached) {
        Rule by = reached.by() == null ? attack.expected() : reached.by();
        return isProtected || by == Rule.FOREIGN_KEY ? by : Rule.HIBERNATE_ALONE;
    }

    private static String message(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = requireNonNull(root.getCause());
        }
        return String.valueOf(root.getMessage());
    }
}
