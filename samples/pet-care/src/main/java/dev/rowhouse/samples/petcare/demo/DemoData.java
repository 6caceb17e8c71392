package dev.rowhouse.samples.petcare.demo;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.bookings.Appointment;
import dev.rowhouse.samples.petcare.bookings.AppointmentRepository;
import dev.rowhouse.samples.petcare.bookings.Status;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.BusinessRepository;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.clients.Owner;
import dev.rowhouse.samples.petcare.clients.OwnerRepository;
import dev.rowhouse.samples.petcare.clients.Pet;
import dev.rowhouse.samples.petcare.clients.PetRepository;
import dev.rowhouse.samples.petcare.clients.Vaccination;
import dev.rowhouse.samples.petcare.clients.VaccinationRepository;
import dev.rowhouse.samples.petcare.payments.Payment;
import dev.rowhouse.samples.petcare.payments.PaymentRepository;
import dev.rowhouse.samples.petcare.practice.CareService;
import dev.rowhouse.samples.petcare.practice.CareServiceRepository;
import dev.rowhouse.samples.petcare.practice.Resource;
import dev.rowhouse.samples.petcare.practice.ResourceRepository;
import dev.rowhouse.samples.petcare.practice.StaffMember;
import dev.rowhouse.samples.petcare.practice.StaffRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/** Fills the demonstration's businesses when the application starts: clients and pets, and a calendar around today. */
@Component
@Profile("!load")
class DemoData implements ApplicationRunner {
    private static final int DAYS_BEFORE = 1;
    private static final int DAYS_AFTER = 3;
    private static final int FIRST_CANCELLED = 4;
    private static final int EACH_CANCELLED = 9;
    private static final Duration STEP = Duration.ofMinutes(15);

    private final BusinessRepository businesses;
    private final StaffRepository staff;
    private final ResourceRepository resources;
    private final CareServiceRepository services;
    private final OwnerRepository owners;
    private final PetRepository pets;
    private final VaccinationRepository vaccinations;
    private final AppointmentRepository appointments;
    private final PaymentRepository payments;
    private final TransactionOperations transactions;
    private final Clock clock;

    DemoData(
            BusinessRepository businesses,
            StaffRepository staff,
            ResourceRepository resources,
            CareServiceRepository services,
            OwnerRepository owners,
            PetRepository pets,
            VaccinationRepository vaccinations,
            AppointmentRepository appointments,
            PaymentRepository payments,
            TransactionOperations transactions,
            Clock clock) {
        this.businesses = businesses;
        this.staff = staff;
        this.resources = resources;
        this.services = services;
        this.owners = owners;
        this.pets = pets;
        this.vaccinations = vaccinations;
        this.appointments = appointments;
        this.payments = payments;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        businesses.findAllByOrderByName().stream().filter(Business::isActive).forEach(this::fillOnce);
    }

    private void fillOnce(Business business) {
        TenantContext tenant = TenantContext.of(business.getId());
        DemoNames names = DemoNames.of(business.getSlug());
        if (tenant.call(staff::count) > 0) {
            return;
        }
        tenant.withActor("Demonstration")
                .run(() -> transactions.executeWithoutResult(status -> new Filling(business, names).fill()));
        tenant.withActor(names.staff().get(0).name())
                .run(() -> transactions.executeWithoutResult(status -> cancelSome()));
    }

    /** Somebody always calls to cancel: some of each day, whenever the application starts. */
    private void cancelSome() {
        List<Appointment> all = appointments.findAll(Sort.by("startsAt", "id"));
        for (int i = FIRST_CANCELLED; i < all.size(); i += EACH_CANCELLED) {
            appointments.delete(all.get(i));
        }
    }

    /** The rows of one business; the same at each start, but for the dates. */
    private final class Filling {
        private final Business business;
        private final DemoNames names;
        private final Random random;
        private List<StaffMember> people = List.of();
        private List<Resource> places = List.of();
        private List<CareService> offers = List.of();
        private List<Pet> animals = List.of();

        private int named;

        /** Until when a place or a pet is taken; a pet comes once a day. */
        private final Map<Object, Instant> taken = new HashMap<>();

        Filling(Business business, DemoNames names) {
            this.business = business;
            this.names = names;
            this.random = new Random(business.getSlug().hashCode());
        }

        void fill() {
            people = staff.saveAll(names.staff().stream()
                    .map(person -> new StaffMember(person.name(), person.what()))
                    .toList());
            places = resources.saveAll(names.places().stream()
                    .map(place -> new Resource(place.name(), place.what()))
                    .toList());
            offers = services.saveAll(names.services());
            List<Owner> clients =
                    owners.saveAll(IntStream.range(0, names.owners().size())
                            .mapToObj(this::owner)
                            .toList());
            animals = pets.saveAll(
                    clients.stream().flatMap(client -> petsOf(client).stream()).toList());
            vaccinations.saveAll(animals.stream()
                    .filter(animal -> random.nextInt(3) > 0)
                    .map(this::vaccination)
                    .toList());
            LocalDate today = business.today(clock);
            for (int day = -DAYS_BEFORE; day <= DAYS_AFTER; day++) {
                fill(today.plusDays(day));
            }
        }

        private Owner owner(int number) {
            String name = names.owners().get(number);
            return new Owner(
                    name,
                    "client" + (number + 1) + "@" + business.getSlug() + ".example",
                    String.format(Locale.ROOT, "+%s 555 01%02d", names.prefix(), number),
                    number % 7 == 3 ? "Please call in the evening." : "");
        }

        private List<Pet> petsOf(Owner client) {
            List<Pet> all = new ArrayList<>();
            for (int i = 2 + random.nextInt(3); i > 0; i--) {
                DemoNames.Kind kind = pick(DemoNames.KINDS);
                all.add(new Pet(
                        client,
                        names.pet(named++),
                        kind.species(),
                        pick(kind.breeds()),
                        business.today(clock).minusDays(100L + random.nextInt(4000)),
                        random.nextInt(4) == 0 ? pick(DemoNames.NOTES) : ""));
            }
            return all;
        }

        private Vaccination vaccination(Pet animal) {
            LocalDate given = business.today(clock).minusDays(random.nextInt(500));
            return new Vaccination(
                    animal, pick(DemoNames.VACCINES), "B" + (1000 + random.nextInt(9000)), given, given.plusYears(1));
        }

        /** One after another for each person, with a break now and then, wherever a place and a pet are free. */
        private void fill(LocalDate day) {
            Instant opens = CurrentBusiness.instantOf(day.atTime(business.getOpens()), business.getZone());
            Instant closes = CurrentBusiness.instantOf(day.atTime(business.getCloses()), business.getZone());
            Map<StaffMember, Instant> next = new HashMap<>();
            people.forEach(person -> next.put(person, opens.plus(STEP.multipliedBy(random.nextInt(3)))));
            List<Appointment> booked = new ArrayList<>();
            List<Pet> mixed = new ArrayList<>(animals);
            Collections.shuffle(mixed, random);
            for (Instant now = opens; now.isBefore(closes); now = now.plus(STEP)) {
                for (StaffMember person : people) {
                    CareService service = pick(offers);
                    Instant end = now.plus(Duration.ofMinutes(service.getMinutes()));
                    if (next.getOrDefault(person, opens).isAfter(now) || end.isAfter(closes)) {
                        continue;
                    }
                    Resource place = free(places, now);
                    Pet animal = free(mixed, now);
                    if (place != null && animal != null) {
                        taken.put(place, end);
                        taken.put(animal, closes);
                        next.put(person, end.plus(STEP.multipliedBy(random.nextInt(3))));
                        booked.add(appointment(animal, person, place, service, now));
                    }
                }
            }
            appointments.saveAll(booked);
            booked.stream().filter(each -> random.nextInt(2) == 0).forEach(each -> pay(each, "deposit"));
            booked.stream().filter(each -> each.getStatus() == Status.DONE).forEach(each -> pay(each, "payment"));
        }

        private Appointment appointment(
                Pet animal, StaffMember person, Resource place, CareService service, Instant start) {
            Appointment appointment = new Appointment(
                    animal, person, place, service, start, random.nextInt(4) == 0 ? pick(DemoNames.REQUESTS) : "");
            if (appointment.getEndsAt().isBefore(clock.instant())) {
                appointment.setStatus(random.nextInt(12) == 0 ? Status.NO_SHOW : Status.DONE);
            } else if (start.isBefore(clock.instant())) {
                appointment.setStatus(Status.ARRIVED);
            }
            return appointment;
        }

        private void pay(Appointment appointment, String kind) {
            CareService service = appointment.getService();
            long amount = kind.equals("deposit") ? service.getDeposit() : appointment.getPrice() - service.getDeposit();
            if (amount > 0) {
                payments.save(new Payment(
                        appointment,
                        kind,
                        amount,
                        business.getCurrency(),
                        null,
                        JsonNodeFactory.instance.objectNode().put("method", random.nextBoolean() ? "card" : "cash"),
                        null));
            }
        }

        private <T> @Nullable T free(List<T> all, Instant now) {
            return all.stream()
                    .filter(each -> !taken.getOrDefault(each, Instant.MIN).isAfter(now))
                    .findFirst()
                    .orElse(null);
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }
}
