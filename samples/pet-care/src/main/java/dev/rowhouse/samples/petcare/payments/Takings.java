package dev.rowhouse.samples.petcare.payments;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.NativeSql;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What came in, in SQL. It names no tenant, because row-level security does. */
@Repository
@NativeSql(reason = "A report by local days")
public class Takings {
    private final JdbcClient jdbc;

    Takings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A day's takings.
     *
     * @param day the local date
     * @param currency ISO 4217
     * @param total payments less refunds, in the smallest unit of the currency
     */
    public record Day(LocalDate day, String currency, long total) {}

    public List<Day> lastDays(ZoneId zone) {
        List<Day> days = new ArrayList<>();
        jdbc.sql("""
                        select
                            (created_at at time zone :zone)::date as day,
                            currency,
                            sum(case kind when 'refund' then -amount else amount end)::bigint as total
                        from payment
                        group by 1, 2
                        order by 1 desc, 2
                        limit 30
                        """).param("zone", zone.getId()).query(Day.class).list().forEach(day -> days.add(requireNonNull(day)));
        return days;
    }
}
