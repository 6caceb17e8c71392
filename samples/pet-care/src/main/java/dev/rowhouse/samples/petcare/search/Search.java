package dev.rowhouse.samples.petcare.search;

import dev.rowhouse.samples.petcare.bookings.AppointmentRepository;
import dev.rowhouse.samples.petcare.bookings.Entry;
import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import jakarta.persistence.EntityManager;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds pets, owners and appointments by the words in them, and pets also by names that are nearly right. */
@Service
public class Search {
    private static final int MOST = 20;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.ENGLISH);

    private final EntityManager entities;
    private final CurrentBusiness business;

    Search(EntityManager entities, CurrentBusiness business) {
        this.entities = entities;
        this.business = business;
    }

    /**
     * Something that was found.
     *
     * @param kind "pet", "owner" or "appointment"
     * @param id its id
     * @param title its name
     * @param detail what tells it from others
     */
    public record Hit(String kind, UUID id, String title, String detail) {}

    /** Finds what a text asks for, which is written as for a search engine: cat "grey tabby" or dog -puppy. */
    @Transactional(readOnly = true)
    public List<Hit> find(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<Hit> pets = pets(text);
        return Stream.of(pets.isEmpty() ? petsNearly(text) : pets, owners(text), appointments(text))
                .flatMap(List::stream)
                .toList();
    }

    private List<Hit> pets(String text) {
        return hits("""
                select p.id, p.name, p.species || ' ' || p.breed || ' of ' || o.name
                from Pet p
                join p.owner o
                where text_search(p, 'search', 'simple', :text)
                order by text_rank(p, 'search', 'simple', :text) desc, p.name
                """, "pet", text);
    }

    /** For "Junipper" where there is a "Juniper". */
    private List<Hit> petsNearly(String text) {
        return hits("""
                select p.id, p.name, p.species || ' ' || p.breed || ' of ' || o.name
                from Pet p
                join p.owner o
                where fuzzy_search(p.name, :text)
                order by fuzzy_rank(p.name, :text) desc, p.name
                """, "pet", text);
    }

    private List<Hit> owners(String text) {
        return hits("""
                select o.id, o.name, o.email || ', ' || o.phone
                from Owner o
                where text_search(o, 'search', 'simple', :text)
                order by text_rank(o, 'search', 'simple', :text) desc, o.name
                """, "owner", text);
    }

    private List<Hit> hits(String query, String kind, String text) {
        return entities
                .createQuery(query, Object[].class)
                .setParameter("text", text)
                .setMaxResults(MOST)
                .getResultList()
                .stream()
                .map(row -> new Hit(kind, (UUID) row[0], (String) row[1], ((String) row[2]).replace("  ", " ")))
                .toList();
    }

    /** Those whose note has the words, and those of pets and owners that have them. */
    private List<Hit> appointments(String text) {
        Business current = business.get();
        Map<UUID, Entry> found = new LinkedHashMap<>();
        for (String condition : List.of(
                "text_search(a, 'search', 'simple', :text)",
                "text_search(p, 'search', 'simple', :text)",
                "text_search(o, 'search', 'simple', :text)")) {
            entities.createQuery(
                            AppointmentRepository.ENTRY + "where " + condition + " order by a.startsAt desc",
                            Entry.class)
                    .setParameter("text", text)
                    .setMaxResults(MOST)
                    .getResultList()
                    .forEach(entry -> found.putIfAbsent(entry.id(), entry));
        }
        return found.values().stream()
                .limit(MOST)
                .map(entry -> new Hit(
                        "appointment",
                        entry.id(),
                        entry.petName() + ", " + entry.serviceName(),
                        entry.startsAt().atZone(current.getZone()).format(WHEN) + " with " + entry.staffName()))
                .toList();
    }
}
