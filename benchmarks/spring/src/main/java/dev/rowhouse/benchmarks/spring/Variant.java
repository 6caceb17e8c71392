package dev.rowhouse.benchmarks.spring;

/** Who keeps tenants apart. */
enum Variant {
    BY_HAND("predicate by hand, without Rowhouse"),

    ROWHOUSE("**Rowhouse**");

    private final String title;

    Variant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
