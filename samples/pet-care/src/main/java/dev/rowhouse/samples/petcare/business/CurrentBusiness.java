package dev.rowhouse.samples.petcare.business;

import dev.rowhouse.TenantContext;
import dev.rowhouse.samples.petcare.api.Problems;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Service;

/** The business that the request is for, and its local time. */
@Service
public class CurrentBusiness {
    private final BusinessRepository businesses;
    private final Clock clock;

    CurrentBusiness(BusinessRepository businesses, Clock clock) {
        this.businesses = businesses;
        this.clock = clock;
    }

    public Business get() {
        return TenantContext.current()
                .flatMap(context -> businesses.findById(context.tenantId()))
                .orElseThrow(() -> Problems.notFound("business"));
    }

    /** All businesses, by name: also without a current one. */
    public List<Business> all() {
        return businesses.findAllByOrderByName();
    }

    public LocalDate today() {
        return get().today(clock);
    }

    /** When a day begins there; with daylight saving it is not always midnight. */
    public static Instant startOf(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The moment at which the clocks there show this. */
    public static Instant instantOf(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw Problems.unprocessable(
                    "no-such-time",
                    "The clocks of " + zone + " never show " + local
                            + ": they are put forward there. Choose another time.");
        }
        return local.toInstant(offsets.get(0));
    }

    public static OffsetDateTime localTime(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime();
    }
}
