package dev.rowhouse.samples.violations.web;

import dev.rowhouse.samples.violations.billing.Billing;

/** Nothing is wrong here: the page asks a service. */
public class InvoicePage {
    private final Billing billing;

    /**
     * Creates the page.
     *
     * @param billing the service
     */
    public InvoicePage(Billing billing) {
        this.billing = billing;
    }

    String show() {
        return billing.pets().size() + " pets";
    }
}
