package dev.rowhouse.samples.violations.web;

import dev.rowhouse.samples.violations.records.Owner;
import org.hibernate.Session;

/** Wrong: a page that asks Hibernate itself, outside any service. */
class OwnerPage {
    long count(Session session) {
        return session.createQuery("from Owner", Owner.class).getResultCount();
    }
}
