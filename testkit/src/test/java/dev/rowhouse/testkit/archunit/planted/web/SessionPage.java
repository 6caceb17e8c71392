package dev.rowhouse.testkit.archunit.planted.web;

import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Opens a session of its own. */
public class SessionPage {
    void show(SessionFactory sessions) {
        try (Session session = sessions.openSession()) {
            session.clear();
        }
    }
}
