package dev.rowhouse.samples.petcare.load;

import dev.rowhouse.NativeSql;
import dev.rowhouse.TenantContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Businesses for the load test, each with 200 appointments a week. The owner adds the businesses, the application the rest. */
@Component
@NativeSql(reason = "Makes a hundred thousand rows")
class LoadData {
    private static final List<String> ROWS = List.of("""
            insert into staff (id, name, role)
            select gen_random_uuid(), 'Person ' || n, 'vet'
            from generate_series(1, 4) as n
            """, """
            insert into resource (id, name, kind)
            select gen_random_uuid(), 'Room ' || n, 'room'
            from generate_series(1, 4) as n
            """, """
            insert into service (id, name, minutes, price)
            values (gen_random_uuid(), 'Check-up', 45, 6000)
            """, """
            insert into owner (id, name, email, phone)
            select gen_random_uuid(), 'Owner ' || n || ' ' || substr(md5(n::text), 1, 6), 'o' || n || '@example.org', '+32 ' || n
            from generate_series(1, 120) as n
            """, """
            insert into pet (id, owner_id, name, species, breed, note)
            select
                gen_random_uuid(),
                (array_agg(o.id) over ())[1 + n % 120],
                'Pet ' || substr(md5((n * 7)::text), 1, 5),
                (array['dog', 'cat', 'rabbit', 'tortoise'])[1 + n % 4],
                (array['tabby', 'collie', 'poodle', 'lop', 'siamese'])[1 + n % 5],
                'note ' || md5((n * 31)::text)
            from generate_series(1, 200) as n
            left join (select id, row_number() over (order by id) as number from owner) as o on o.number = n
            """, """
            insert into appointment
                (id, pet_id, staff_id, resource_id, service_id, starts_at, ends_at, price, note, status)
            select gen_random_uuid(), p.id, s.id, r.id, c.id, a.at, a.at + interval '45 minutes', 6000,
                case when slot % 5 = 0 then 'limps since ' || md5(a.at::text) else '' end,
                'done'
            from generate_series(0, :weeks - 1) as week
            cross join generate_series(0, 4) as day
            cross join generate_series(0, 9) as slot
            cross join (select id, row_number() over (order by id) as number from staff) as s
            join (select id, row_number() over (order by id) as number from resource) as r on r.number = s.number
            join (select id, row_number() over (order by id) as number from pet) as p
                on p.number = 1 + (s.number - 1) * 50 + (day * 10 + slot) % 50
            cross join (select id from service) as c
            cross join lateral (
                select ((cast(:monday as date) + week::integer * 7 + day)::timestamp + interval '8 hours' + slot * interval '45 minutes')
                    at time zone 'Europe/Brussels' as at) as a
            """);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final JdbcTemplate owner;

    LoadData(JdbcClient jdbc, TransactionOperations transactions, Flyway flyway) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.owner = new JdbcTemplate(flyway.getConfiguration().getDataSource());
    }

    List<UUID> create(int businesses, LocalDate firstMonday, int weeks) {
        List<UUID> ids = IntStream.rangeClosed(1, businesses)
                .mapToObj(number -> new UUID(0x0198b00000007000L, 0x8000000000000000L + number))
                .toList();
        ids.forEach(id -> create(id, firstMonday, weeks));
        owner.execute("vacuum analyze");
        return ids;
    }

    private void create(UUID id, LocalDate firstMonday, int weeks) {
        String number = String.format(Locale.ROOT, "%03d", id.getLeastSignificantBits() & 0xFFF);
        owner.update("""
                insert into business (id, slug, name, city, time_zone, currency)
                values (?, ?, ?, 'Ghent', 'Europe/Brussels', 'EUR')
                """, id, "load-" + number, "Load " + number);
        TenantContext.of(id)
                .withActor("load")
                .run(() -> transactions.executeWithoutResult(status -> ROWS.forEach(sql -> {
                    JdbcClient.StatementSpec statement = jdbc.sql(sql);
                    if (sql.contains(":weeks")) {
                        statement = statement.param("weeks", weeks).param("monday", firstMonday);
                    }
                    statement.update();
                })));
    }
}
