package dev.rowhouse.samples.violations.billing;

import dev.rowhouse.samples.violations.records.Pet;
import org.hibernate.StatelessSession;

/** Wrong: whoever made the file chose the id, and this changes the row that has it. */
class NightlyImport {
    void take(StatelessSession session, Pet fromFile) {
        session.upsert(fromFile);
    }
}
