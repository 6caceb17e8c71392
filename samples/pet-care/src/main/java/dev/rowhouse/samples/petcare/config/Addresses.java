package dev.rowhouse.samples.petcare.config;

import dev.rowhouse.samples.petcare.business.Business;
import dev.rowhouse.samples.petcare.business.BusinessRepository;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints where to go once the application is ready. */
@Component
@Profile("!load")
class Addresses {
    private static final Logger log = LoggerFactory.getLogger(Addresses.class);

    private final BusinessRepository businesses;
    private final Environment environment;

    Addresses(BusinessRepository businesses, Environment environment) {
        this.businesses = businesses;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        String port = environment.getProperty("local.server.port", "8080");
        String addresses = businesses.findAllByOrderByName().stream()
                .filter(Business::isActive)
                .map(business -> String.format(
                        Locale.ROOT,
                        "%n  http://%s.localhost:%s   %s, %s",
                        business.getSlug(),
                        port,
                        business.getName(),
                        business.getCity()))
                .collect(Collectors.joining());
        log.info("Pet care is open. All businesses: http://localhost:{}{}", port, addresses);
    }
}
