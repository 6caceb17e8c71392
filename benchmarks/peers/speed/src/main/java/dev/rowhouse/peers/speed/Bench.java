package dev.rowhouse.peers.speed;

import static java.util.Objects.requireNonNull;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thread's work. What does not find the rows that it must throws. */
final class Bench {
    private static final int KEYS = 8_192;

    private final Visits visits;
    private final int number;
    private final UUID tenant;
    private final int[] tenants = new int[KEYS];
    private final int[] visitsOfTenants = new int[KEYS];
    private int next;
    private int large;

    /**
     * Prepares.
     *
     * @param number the thread's, from 1; what it writes is of the tenant of that number
     */
    Bench(Visits visits, int number) {
        this.visits = visits;
        this.number = number;
        this.tenant = Rows.tenant(number);
        Random random = new Random(number);
        for (int i = 0; i < KEYS; i++) {
            tenants[i] = 1 + random.nextInt(Rows.TENANTS);
            visitsOfTenants[i] = 1 + random.nextInt(Rows.VISITS);
        }
    }

    /** Does a work for a time, or, if it is large, some times. */
    @SuppressForbidden // how much garbage a thread made, the portable bean does not know
    Measured measure(Work work, long nanos) {
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        large = 0;
        long operations = 0;
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long cpu = thread.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        long elapsed;
        do {
            run(work);
            operations++;
            elapsed = System.nanoTime() - began;
        } while (work.isLarge() ? operations < Rows.LARGE_WORKS : elapsed < nanos);
        return new Measured(
                operations,
                (double) elapsed / operations,
                (double) (thread.getCurrentThreadCpuTime() - cpu) / operations,
                (double) (thread.getCurrentThreadAllocatedBytes() - bytes) / operations);
    }

    private void run(Work work) {
        int key = next++ & (KEYS - 1);
        switch (work) {
            case FIND -> {
                UUID id = Rows.id(tenants[key], visitsOfTenants[key]);
                require(visits.find(Rows.tenant(tenants[key]), id), id);
            }
            case FIND_ALONE -> {
                UUID id = Rows.id(tenants[key], visitsOfTenants[key]);
                require(visits.findAlone(Rows.tenant(tenants[key]), id), id);
            }
            case FIRST_PAGE -> require(visits.firstPage(Rows.tenant(1)), Rows.MOST_VISITS);
            case DEEP_PAGE -> {
                int last = Rows.MOST_VISITS - Visits.DEPTH + 1;
                require(visits.pageAfter(Rows.tenant(1), Rows.startsAt(last), Rows.id(1, last)), last - 1);
            }
            case INSERT -> visits.insert(tenant, Rows.startsAt(key));
            case INSERT_MANY -> {
                List<Instant> times = new ArrayList<>(work.rows());
                for (int i = 0; i < work.rows(); i++) {
                    times.add(Rows.startsAt(key + i));
                }
                visits.insertMany(tenant, times);
            }
            case UPDATE ->
                visits.raisePrice(tenant, Rows.id(number, 1 + key % (Rows.LARGE_WORKS * Work.UPDATE_MANY.rows())));
            case UPDATE_MANY -> visits.raisePrices(tenant, from(large), from(++large));
            case SOFT_DELETE_MANY -> visits.softDelete(tenant, from(large), from(++large));
        }
    }

    private static Instant from(int large) {
        return Rows.startsAt(1 + large * Work.UPDATE_MANY.rows());
    }

    private static void require(@Nullable VisitRow visit, UUID id) {
        if (visit == null || !id.equals(visit.id())) {
            throw new IllegalStateException("Reading visit " + id + " gave " + visit);
        }
    }

    private static void require(List<? extends VisitRow> page, int first) {
        if (page.size() != Visits.PAGE_SIZE) {
            throw new IllegalStateException("A page had " + page.size() + " rows.");
        }
        for (int i = 0; i < page.size(); i++) {
            require(page.get(i), Rows.id(1, first - i));
            requireNonNull(page.get(i).startsAt());
        }
    }
}
