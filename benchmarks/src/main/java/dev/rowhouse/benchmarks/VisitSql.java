package dev.rowhouse.benchmarks;

/** The statements on visits, with named parameters. Those under row-level security do not name the tenant. */
final class VisitSql {
    private static final String SELECT = "select id, starts_at, pet, note, price_cents, version from visit where ";
    private static final String END = " order by starts_at desc, id desc limit " + Visits.PAGE_SIZE;

    private final String find;
    private final String firstPage;
    private final String deepPage;
    private final String insert;

    VisitSql(Access access) {
        find = SELECT + access.text("[tenant]id = :id", "tenant_id = :tenantId and ");
        firstPage = SELECT + access.text("[tenant]true", "tenant_id = :tenantId and ") + END;
        deepPage =
                SELECT + access.text("[tenant](starts_at, id) < (:startsAt, :id)", "tenant_id = :tenantId and ") + END;
        insert = access.namesTenant()
                ? "insert into new_visit (tenant_id, id, starts_at, pet, note, price_cents, version)"
                        + " values (:tenantId, :id, :startsAt, :pet, :note, :priceCents, 0)"
                : "insert into new_visit (id, starts_at, pet, note, price_cents, version)"
                        + " values (:id, :startsAt, :pet, :note, :priceCents, 0)";
    }

    String find() {
        return find;
    }

    String firstPage() {
        return firstPage;
    }

    String deepPage() {
        return deepPage;
    }

    String insert() {
        return insert;
    }

    /** A statement as the driver takes it. */
    static String positional(String sql) {
        return sql.replaceAll(":[a-zA-Z]+", "?");
    }
}
