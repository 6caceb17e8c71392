package dev.rowhouse.samples.petcare.payments;

import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.CurrentBusiness;
import dev.rowhouse.samples.petcare.business.Money;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api")
@Tag(name = "Payments")
class PaymentController {
    private final Payments payments;
    private final Takings takings;
    private final CurrentBusiness business;
    private final JsonMapper json;

    PaymentController(Payments payments, Takings takings, CurrentBusiness business, JsonMapper json) {
        this.payments = payments;
        this.takings = takings;
        this.business = business;
        this.json = json;
    }

    record Input(
            @NotNull(message = "Say deposit or payment.")
            @Pattern(regexp = "deposit|payment", message = "Say deposit or payment.")
            String kind,

            @Positive(message = "An amount is 1 or more, in the smallest unit of the currency.")
            long amount,

            @Nullable Map<String, Object> metadata) {}

    record RefundInput(
            @Positive(message = "An amount is 1 or more, in the smallest unit of the currency.")
            long amount,

            @NotBlank(message = "Say why it is given back.")
            @Size(max = 500, message = "Keep the reason below 500 characters.")
            String reason) {}

    record View(
            UUID id,
            String kind,
            Money amount,
            @Nullable UUID refundOf,
            Map<String, Object> metadata,
            @Nullable OffsetDateTime at,
            @Nullable String by) {}

    @GetMapping("/appointments/{appointment}/payments")
    List<View> list(@PathVariable UUID appointment) {
        Business current = business.get();
        return payments.of(appointment).stream()
                .map(payment -> view(payment, current))
                .toList();
    }

    @PostMapping("/appointments/{appointment}/payments")
    @ResponseStatus(HttpStatus.CREATED)
    View take(
            @PathVariable UUID appointment,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody Input input) {
        JsonNode metadata = input.metadata() == null ? null : json.valueToTree(input.metadata());
        return view(payments.take(appointment, input.kind(), input.amount(), metadata, key), business.get());
    }

    @PostMapping("/payments/{payment}/refunds")
    @ResponseStatus(HttpStatus.CREATED)
    View refund(
            @PathVariable UUID payment,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody RefundInput input) {
        return view(payments.refund(payment, input.amount(), input.reason(), key), business.get());
    }

    /** What came in on each of the last days. */
    @GetMapping("/takings")
    List<Takings.Day> takings() {
        return takings.lastDays(business.get().getZone());
    }

    @SuppressWarnings("unchecked") // a tree of JSON is a map
    private View view(Payment payment, Business current) {
        return new View(
                payment.getId(),
                payment.getKind(),
                new Money(payment.getAmount(), payment.getCurrency()),
                payment.getRefundOf(),
                json.convertValue(payment.getMetadata(), Map.class),
                payment.getCreatedAt() == null
                        ? null
                        : CurrentBusiness.localTime(payment.getCreatedAt(), current.getZone()),
                payment.getCreatedBy());
    }
}
