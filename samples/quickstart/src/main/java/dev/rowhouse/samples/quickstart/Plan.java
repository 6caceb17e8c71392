package dev.rowhouse.samples.quickstart;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What a front desk is asked for, and what a calendar on paper says to it. The database has to say the same. */
final class Plan {
    private static final int STEPS = 40;
    private static final LocalDate FIRST_DAY = LocalDate.of(2027, 4, 12);
    private static final int DAYS = 2;
    private static final int FIRST_HOUR = 9;
    private static final int HOURS = 6;
    private static final int PETS = 5;
    private static final int STAFF = 3;
    private static final int SERVICES = 5;

    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Entry> calendar = new HashMap<>();

    private Plan(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the wishes of a business: different for each, the same in each run. */
    static List<Step> of(Business business) {
        Plan plan = new Plan(business.slug().hashCode());
        while (plan.steps.size() < STEPS) {
            plan.addStep();
        }
        return List.copyOf(plan.steps);
    }

    private void addStep() {
        int choice = calendar.size() < 5 ? 0 : random.nextInt(10);
        if (choice < 6) {
            addBooking();
        } else if (choice < 9) {
            addMove();
        } else {
            int booking = anyBooking();
            Entry cancelled = calendar.remove(booking);
            steps.add(new Step(Action.CANCEL, booking, cancelled, 0, Outcome.CANCELLED));
        }
    }

    private void addBooking() {
        Entry entry = new Entry(1 + random.nextInt(PETS), 1 + random.nextInt(STAFF), anyTime());
        int service = 1 + random.nextInt(SERVICES);
        int booking = steps.size();
        foresee(booking, entry, Outcome.BOOKED)
                .ifPresent(expected -> steps.add(new Step(Action.BOOK, booking, entry, service, expected)));
    }

    private void addMove() {
        int booking = anyBooking();
        Entry entry = calendar.get(booking).at(anyTime());
        foresee(booking, entry, Outcome.MOVED)
                .ifPresent(expected -> steps.add(new Step(Action.MOVE, booking, entry, 0, expected)));
    }

    /** Says what will come of it and writes it down, or nothing if two reasons speak against it: either may be told. */
    private Optional<Outcome> foresee(int booking, Entry wish, Outcome success) {
        List<Entry> sameTime = calendar.entrySet().stream()
                .filter(other -> other.getKey() != booking)
                .map(Map.Entry::getValue)
                .filter(other -> other.start().equals(wish.start()))
                .toList();
        boolean staffBusy = sameTime.stream().anyMatch(other -> other.staff() == wish.staff());
        boolean petBusy = sameTime.stream().anyMatch(other -> other.pet() == wish.pet());
        if (staffBusy && petBusy) {
            return Optional.empty();
        }
        if (staffBusy || petBusy) {
            return Optional.of(staffBusy ? Outcome.STAFF_BUSY : Outcome.PET_BUSY);
        }
        calendar.put(booking, wish);
        return Optional.of(success);
    }

    private int anyBooking() {
        List<Integer> bookings = calendar.keySet().stream().sorted().toList();
        return bookings.get(random.nextInt(bookings.size()));
    }

    private LocalDateTime anyTime() {
        return FIRST_DAY.plusDays(random.nextInt(DAYS)).atTime(FIRST_HOUR + random.nextInt(HOURS), 0);
    }

    /** What is asked for. */
    enum Action {
        BOOK,
        MOVE,
        CANCEL
    }

    /** Who is where and when. Every service takes an hour or less, and all start at the full hour. */
    record Entry(int pet, int staff, LocalDateTime start) {
        Entry at(LocalDateTime otherStart) {
            return new Entry(pet, staff, otherStart);
        }
    }

    /** One wish. The booking is the number of the step that made it; the service counts for bookings only. */
    record Step(Action action, int booking, Entry entry, int service, Outcome expected) {}
}
