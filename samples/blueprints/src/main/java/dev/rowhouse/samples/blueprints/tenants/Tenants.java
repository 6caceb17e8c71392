package dev.rowhouse.samples.blueprints.tenants;

import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.RefusedException;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;

/** The directory of tenants. It is asked without a tenant, and then shows no other table. */
public final class Tenants {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_SLUG = 40;
    private static final int LONGEST_NAME = 100;

    private final SessionFactory factory;

    public Tenants(SessionFactory factory) {
        this.factory = factory;
    }

    /**
     * Adds a tenant.
     *
     * @param slug lower-case words with hyphens between, at most 40 characters, and nobody else's
     * @param name any text of at most 100 characters
     */
    public Tenant add(String slug, String name) {
        if (!SLUG.matcher(slug).matches() || slug.length() > LONGEST_SLUG) {
            throw new InvalidInputException("Adding tenant \"" + slug + "\": this is not a short name. Write lower-case"
                    + " letters and digits with hyphens between, at most " + LONGEST_SLUG + ", such as blue-harbor.");
        }
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME || name.contains("\0")) {
            throw new InvalidInputException(
                    "Adding tenant " + slug + ": the name is blank, has a zero byte, or has more than " + LONGEST_NAME
                            + " characters. Write a shorter one.");
        }
        Tenant tenant = new Tenant(slug, name.strip());
        try {
            factory.inTransaction(session -> session.persist(tenant));
        } catch (ConstraintViolationException e) {
            if (e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
                throw new RefusedException(
                        "Adding tenant " + slug + ": there is one of this short name. Choose another.", e);
            }
            throw e;
        }
        return tenant;
    }

    /** Looks a tenant up by its short name. */
    public Tenant get(String slug) {
        return factory.fromSession(
                        session -> session.createSelectionQuery("from Tenant where slug = :slug", Tenant.class)
                                .setParameter("slug", slug)
                                .uniqueResultOptional())
                .orElseThrow(() -> new RefusedException("Looking up tenant " + slug
                        + ": there is none of this short name. See: tenant list, or make it: tenant add " + slug
                        + "."));
    }

    /** Returns all tenants, by their short names. */
    public List<Tenant> list() {
        return factory.fromSession(session -> session.createSelectionQuery("from Tenant order by slug", Tenant.class)
                .getResultList());
    }
}
