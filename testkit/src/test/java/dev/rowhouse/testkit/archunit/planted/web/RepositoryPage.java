package dev.rowhouse.testkit.archunit.planted.web;

import dev.rowhouse.testkit.archunit.planted.booking.Pets;

/** Passes over the services. */
public class RepositoryPage {
    long count(Pets pets) {
        return pets.findAll().count();
    }
}
