package dev.rowhouse.samples.violations.billing;

import dev.rowhouse.samples.violations.records.Invoice;
import java.util.List;
import org.hibernate.Session;

/** Wrong: Hibernate adds neither tenant nor soft delete to this text, and nobody said that it knows. */
class InvoiceSearch {
    List<Invoice> search(Session session, String text) {
        return session.createNativeQuery("select * from invoice where note like :text", Invoice.class)
                .setParameter("text", text + "%")
                .getResultList();
    }
}
