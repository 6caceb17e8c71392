package dev.rowhouse.samples.quickstart;

import dev.rowhouse.TenantContext;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Currency;
import java.util.UUID;

/** One business, which is one tenant. */
record Business(UUID id, String slug, String name, String city, ZoneId zone, Currency currency) {
    /** Returns the context in which somebody works for this business. */
    TenantContext as(String who) {
        return TenantContext.of(id).withActor(who + "@" + slug);
    }

    /** Returns an amount of smallest units in words: cents have two digits, yen have none. */
    String money(long minorUnits) {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits())
                        .toPlainString() + " " + currency.getCurrencyCode();
    }
}
