package dev.rowhouse.samples.violations.billing;

import dev.rowhouse.NativeSql;
import dev.rowhouse.samples.violations.records.Pet;
import java.util.List;
import org.hibernate.Session;

/** Nothing is wrong here: queries are HQL, and the one that cannot be says why. */
public class Billing {
    private final Session session;

    /**
     * Creates the service.
     *
     * @param session of the current tenant
     */
    public Billing(Session session) {
        this.session = session;
    }

    /**
     * Lists pets.
     *
     * @return the clinic's pets
     */
    public List<Pet> pets() {
        return session.createQuery("from Pet", Pet.class).getResultList();
    }

    @NativeSql(reason = "HQL has no tablesample")
    List<Pet> somePets() {
        return session.createNativeQuery("select * from pet tablesample system (1) where deleted_at is null", Pet.class)
                .getResultList();
    }
}
