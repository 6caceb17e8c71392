package dev.rowhouse.samples.petcare.payments;

import dev.rowhouse.samples.petcare.api.Problems;
import dev.rowhouse.samples.petcare.bookings.AppointmentRepository;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Takes money for appointments and gives it back. */
@Service
public class Payments {
    private final PaymentRepository payments;
    private final AppointmentRepository appointments;
    private final CurrentBusiness business;
    private final TransactionOperations transactions;

    Payments(
            PaymentRepository payments,
            AppointmentRepository appointments,
            CurrentBusiness business,
            TransactionOperations transactions) {
        this.payments = payments;
        this.appointments = appointments;
        this.business = business;
        this.transactions = transactions;
    }

    public List<Payment> of(UUID appointment) {
        return payments.ofAppointment(appointment);
    }

    /**
     * Takes money.
     *
     * @param appointment what for; not read, because the foreign key says whether it is one of this business
     * @param kind "deposit" or "payment"
     * @param key of the request, so that it is taken once however often it is sent; or null
     */
    public Payment take(UUID appointment, String kind, long amount, @Nullable JsonNode metadata, @Nullable String key) {
        return once(
                key,
                () -> new Payment(
                        appointments.getReferenceById(appointment),
                        kind,
                        amount,
                        business.get().getCurrency(),
                        null,
                        metadata == null ? JsonNodeFactory.instance.objectNode() : metadata,
                        key));
    }

    /** Gives money back; never more than was paid, which the database counts. */
    public Payment refund(UUID payment, long amount, String reason, @Nullable String key) {
        return once(key, () -> {
            Payment paid = payments.findById(payment).orElseThrow(() -> Problems.notFound("payment"));
            return new Payment(
                    paid.getAppointment(),
                    "refund",
                    amount,
                    paid.getCurrency(),
                    payment,
                    JsonNodeFactory.instance.objectNode().put("reason", reason),
                    key);
        });
    }

    private Payment once(@Nullable String key, Supplier<Payment> payment) {
        if (key != null) {
            Payment before = payments.findByIdempotencyKey(key).orElse(null);
            if (before != null) {
                return before;
            }
        }
        try {
            return transactions.execute(status -> payments.saveAndFlush(payment.get()));
        } catch (DataIntegrityViolationException e) {
            if (key != null) {
                Payment meanwhile = payments.findByIdempotencyKey(key).orElse(null);
                if (meanwhile != null) {
                    return meanwhile;
                }
            }
            throw e;
        }
    }
}
