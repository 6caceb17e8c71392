package dev.rowhouse.samples.petcare.load;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.api.Versions;
import dev.rowhouse.samples.petcare.bookings.AppointmentRepository;
import dev.rowhouse.samples.petcare.bookings.BookingInput;
import dev.rowhouse.samples.petcare.bookings.Bookings;
import dev.rowhouse.samples.petcare.bookings.MoveInput;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.Pet;
import dev.rowhouse.samples.petcare.clients.PetRepository;
import dev.rowhouse.samples.petcare.payments.Payments;
import dev.rowhouse.samples.petcare.practice.Practice;
import dev.rowhouse.samples.petcare.search.Search;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Works for many businesses at once, as their desks do on a busy day, and says how long each kind of work took: from the call of
 * the service or repository to its return, commits included, web and JSON not.
 */
@Component
public class Load {
    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");
    private static final int SLOTS_PER_DAY = 13;
    private static final Duration SLOT = Duration.ofMinutes(45);
    private static final LocalTime OPENS = LocalTime.of(8, 0);

    private final LoadData data;
    private final AppointmentRepository appointments;
    private final PetRepository pets;
    private final Search search;
    private final Bookings bookings;
    private final Payments payments;
    private final Practice practice;
    private final AsyncTaskExecutor executor;
    private final Clock clock;

    Load(
            LoadData data,
            AppointmentRepository appointments,
            PetRepository pets,
            Search search,
            Bookings bookings,
            Payments payments,
            Practice practice,
            AsyncTaskExecutor executor,
            Clock clock) {
        this.data = data;
        this.appointments = appointments;
        this.pets = pets;
        this.search = search;
        this.bookings = bookings;
        this.payments = payments;
        this.practice = practice;
        this.executor = executor;
        this.clock = clock;
    }

    /** How long one kind of work took, in milliseconds. */
    public record Figures(String work, boolean writes, int count, double median, double p99, double longest) {}

    /** Makes the businesses, works for them, and returns the figures of all kinds of work. */
    public List<Figures> run(LoadProperties properties) {
        LocalDate monday = LocalDate.ofInstant(clock.instant(), ZONE)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(properties.weeks() - 1L);
        List<UUID> businesses = data.create(properties.businesses(), monday, properties.weeks());
        List<CompletableFuture<Map<Work, List<Long>>>> all = new ArrayList<>();
        for (int thread = 0; thread < properties.threads(); thread++) {
            List<Desk> desks = new ArrayList<>();
            for (int i = thread; i < businesses.size(); i += properties.threads()) {
                desks.add(new Desk(businesses.get(i), monday, properties.weeks()));
            }
            Random random = new Random(thread);
            all.add(executor.submitCompletable(() -> work(desks, random, properties)));
        }
        Map<Work, List<Long>> nanos = new TreeMap<>();
        all.forEach(each -> each.join()
                .forEach((work, times) ->
                        nanos.computeIfAbsent(work, absent -> new ArrayList<>()).addAll(times)));
        return nanos.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Figures figures(Work work, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Figures(
                work.words,
                work.writes,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private Map<Work, List<Long>> work(List<Desk> desks, Random random, LoadProperties properties) {
        Map<Work, List<Long>> nanos = new TreeMap<>();
        Instant measured = clock.instant().plus(properties.warmUp());
        Instant end = measured.plus(properties.duration());
        for (Instant now = clock.instant(); now.isBefore(end); now = clock.instant()) {
            Desk desk = desks.get(random.nextInt(desks.size()));
            Work work = Work.any(random);
            long time = desk.context.call(() -> desk.timed(work, random));
            if (time >= 0 && !now.isBefore(measured)) {
                nanos.computeIfAbsent(work, absent -> new ArrayList<>()).add(time);
            }
        }
        return nanos;
    }

    /** What is done, and how often. */
    private enum Work {
        CALENDAR("the day's calendar", false, 30),
        PET("a pet by its id", false, 30),
        SEARCH("search over pets, owners and appointments", false, 10),
        BOOK("book", true, 10),
        MOVE("move", true, 7),
        CANCEL("cancel", true, 5),
        PAY("pay", true, 8);

        private final String words;
        private final boolean writes;
        private final int share;

        Work(String words, boolean writes, int share) {
            this.words = words;
            this.writes = writes;
            this.share = share;
        }

        static Work any(Random random) {
            int drawn = random.nextInt(100);
            for (Work work : values()) {
                drawn -= work.share;
                if (drawn < 0) {
                    return work;
                }
            }
            throw new IllegalStateException("The shares are less than 100.");
        }
    }

    /** The work of one business, done by one thread. */
    private final class Desk {
        private final TenantContext context;
        private final LocalDate monday;
        private final int weeks;
        private final List<UUID> petIds;
        private final List<String> words;
        private final List<UUID> staff;
        private final List<UUID> resources;
        private final UUID service;
        private final Deque<UUID> booked = new ArrayDeque<>();
        private int nextSlot;

        Desk(UUID business, LocalDate monday, int weeks) {
            this.context = TenantContext.of(business).withActor("desk");
            this.monday = monday;
            this.weeks = weeks;
            List<Pet> all = context.call(pets::findAll);
            this.petIds = all.stream().map(Versions::id).toList();
            this.words = all.stream()
                    .map(pet -> pet.getName().substring("Pet ".length()))
                    .toList();
            this.staff =
                    context.call(practice::staff).stream().map(Versions::id).toList();
            this.resources =
                    context.call(practice::resources).stream().map(Versions::id).toList();
            this.service = Versions.id(context.call(practice::services).get(0));
        }

        /** Does it, and says how long it took; less than zero if there was nothing to do. */
        long timed(Work work, Random random) {
            UUID appointment = booked.peekFirst();
            if (appointment == null && (work == Work.MOVE || work == Work.CANCEL || work == Work.PAY)) {
                return -1;
            }
            int drawn = random.nextInt(petIds.size());
            BookingInput slot = slot();
            LocalDate day = monday.plusDays(random.nextInt(7 * weeks));
            long start = System.nanoTime();
            Object done = switch (work) {
                case CALENDAR ->
                    appointments.between(
                            CurrentBusiness.startOf(day, ZONE), CurrentBusiness.startOf(day.plusDays(1), ZONE));
                case PET -> pets.findById(petIds.get(drawn)).orElseThrow();
                case SEARCH -> search.find(words.get(drawn));
                case BOOK -> booked.add(bookings.book(slot, null).id());
                case MOVE -> {
                    bookings.move(
                            booked.getFirst(),
                            seen -> {},
                            new MoveInput(slot.start(), slot.staffId(), slot.resourceId()));
                    yield slot;
                }
                case CANCEL -> {
                    bookings.cancel(booked.getFirst(), seen -> {});
                    yield booked.removeFirst();
                }
                case PAY -> payments.take(booked.getFirst(), "payment", 100, null, null);
            };
            long time = System.nanoTime() - start;
            Objects.requireNonNull(done);
            return time;
        }

        /** A time that nobody has, in the weeks to come. */
        private BookingInput slot() {
            int number = nextSlot++;
            int day = number / SLOTS_PER_DAY;
            int person = day % staff.size();
            OffsetDateTime start = monday.plusWeeks(weeks)
                    .plusDays(day)
                    .atTime(OPENS)
                    .plus(SLOT.multipliedBy(number % SLOTS_PER_DAY))
                    .atZone(ZONE)
                    .toOffsetDateTime();
            return new BookingInput(
                    petIds.get(number % petIds.size()), staff.get(person), resources.get(person), service, start, "");
        }
    }
}
