package dev.rowhouse.samples.petcare.load;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large the load test is: {@code pet-care.load.*}.
 *
 * @param businesses how many businesses share the tables
 * @param weeks for how many weeks each has 200 appointments
 * @param threads how many work at the same time, each for another business at each step
 * @param warmUp for how long nothing is measured
 * @param duration for how long it is
 */
@ConfigurationProperties("pet-care.load")
public record LoadProperties(
        @DefaultValue("120") int businesses,
        @DefaultValue("4") int weeks,
        @DefaultValue("2") int threads,
        @DefaultValue("20s") Duration warmUp,
        @DefaultValue("40s") Duration duration) {}
