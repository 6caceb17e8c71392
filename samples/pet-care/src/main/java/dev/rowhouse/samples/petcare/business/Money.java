package dev.rowhouse.samples.petcare.business;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount of money.
 *
 * @param amount in the smallest unit of the currency: cents, pence, yen
 * @param currency its code, ISO 4217
 */
public record Money(long amount, String currency) {
    /** Reads what somebody typed, such as 12.50 or 12,5. */
    public static Money parse(String text, String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        try {
            return new Money(
                    new BigDecimal(text.strip().replace(',', '.'))
                            .setScale(digits, RoundingMode.UNNECESSARY)
                            .unscaledValue()
                            .longValueExact(),
                    currency);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "That is no amount of money: write it as in " + new Money(1250, currency) + ".", e);
        }
    }

    /** The number alone, as it is typed. */
    public String number() {
        return BigDecimal.valueOf(amount, Currency.getInstance(currency).getDefaultFractionDigits())
                .toPlainString();
    }

    @Override
    public String toString() {
        return number() + " " + currency;
    }
}
