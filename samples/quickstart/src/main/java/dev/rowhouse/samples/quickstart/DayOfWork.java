package dev.rowhouse.samples.quickstart;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All businesses work at once: in each, a front desk goes through its plan while two clients on the web race for the
 * same times.
 */
final class DayOfWork {
    private static final int CLIENTS_PER_BUSINESS = 3;
    private static final LocalDateTime FIRST_RACE = LocalDateTime.of(2027, 4, 15, 9, 0);
    private static final int RACES = 5;

    private final Appointments appointments;
    private final List<Business> businesses;

    DayOfWork(TenantDataSource dataSource, List<Business> businesses) {
        this.appointments = new Appointments(dataSource);
        this.businesses = businesses;
    }

    /** Returns how many clients of so many businesses work at the same time. */
    static int clients(int businesses) {
        return businesses * CLIENTS_PER_BUSINESS;
    }

    List<Result> run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients(businesses.size()));
        try {
            Map<Business, List<Future<List<Outcome>>>> running = new HashMap<>();
            for (Business business : businesses) {
                CyclicBarrier start = new CyclicBarrier(2);
                running.put(
                        business,
                        List.of(
                                threads.submit(business.as("desk").wrap(frontDesk(business))),
                                threads.submit(business.as("web-1").wrap(webClient(business, 11, start))),
                                threads.submit(business.as("web-2").wrap(webClient(business, 12, start)))));
            }
            List<Result> results = new ArrayList<>();
            for (Business business : businesses) {
                List<Future<List<Outcome>>> clients = running.get(business);
                results.add(new Result(
                        business, outcomes(clients.get(0)), outcomes(clients.get(1)), outcomes(clients.get(2))));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<List<Outcome>> frontDesk(Business business) {
        return () -> {
            Map<Integer, UUID> bookings = new HashMap<>();
            List<Outcome> outcomes = new ArrayList<>();
            for (Plan.Step step : Plan.of(business)) {
                outcomes.add(perform(step, business, bookings));
            }
            return outcomes;
        };
    }

    private Outcome perform(Plan.Step step, Business business, Map<Integer, UUID> bookings) throws SQLException {
        Plan.Entry entry = step.entry();
        try {
            switch (step.action()) {
                case BOOK -> {
                    ZonedDateTime start = entry.start().atZone(business.zone());
                    bookings.put(step.booking(), appointments.book(entry.pet(), entry.staff(), step.service(), start));
                    return Outcome.BOOKED;
                }
                case MOVE -> {
                    appointments.move(
                            bookings.get(step.booking()), entry.start().atZone(business.zone()));
                    return Outcome.MOVED;
                }
                case CANCEL -> {
                    appointments.cancel(bookings.get(step.booking()));
                    return Outcome.CANCELLED;
                }
            }
            throw new AssertionError(step.action());
        } catch (SlotTakenException e) {
            return Outcome.of(e);
        }
    }

    private Callable<List<Outcome>> webClient(Business business, int pet, CyclicBarrier start) {
        return () -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (int race = 0; race < RACES; race++) {
                await(start);
                try {
                    appointments.book(pet, 1, 1, FIRST_RACE.plusHours(race).atZone(business.zone()));
                    outcomes.add(Outcome.BOOKED);
                } catch (SlotTakenException e) {
                    outcomes.add(Outcome.of(e));
                }
            }
            return outcomes;
        };
    }

    private static void await(CyclicBarrier start) throws InterruptedException {
        try {
            start.await(1, TimeUnit.MINUTES);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("Waiting for the other client: it did not come. See its own failure.", e);
        }
    }

    private static List<Outcome> outcomes(Future<List<Outcome>> client) throws InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Working for a business: a client failed. The cause says why.", e);
        }
    }

    /** What came of the work of one business. */
    record Result(Business business, List<Outcome> desk, List<Outcome> web1, List<Outcome> web2) {

        /** Returns how often something came of it, at the desk and on the web. */
        Map<Outcome, Long> counts() {
            Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                counts.put(outcome, 0L);
            }
            for (List<Outcome> outcomes : List.of(desk, web1, web2)) {
                outcomes.forEach(outcome -> counts.merge(outcome, 1L, Long::sum));
            }
            return counts;
        }

        int races() {
            return RACES;
        }

        /** Returns how many races had one winner, with the other told that the time is taken. */
        long racesWithOneWinner() {
            long count = 0;
            for (int race = 0; race < RACES; race++) {
                List<Outcome> pair = List.of(web1.get(race), web2.get(race));
                if (pair.contains(Outcome.BOOKED) && pair.contains(Outcome.STAFF_BUSY)) {
                    count++;
                }
            }
            return count;
        }

        /** Returns how many steps at the desk came out as the plan foresaw. */
        long asPlanned() {
            List<Plan.Step> plan = Plan.of(business);
            long count = 0;
            for (int i = 0; i < plan.size(); i++) {
                if (desk.get(i) == plan.get(i).expected()) {
                    count++;
                }
            }
            return count;
        }
    }
}
