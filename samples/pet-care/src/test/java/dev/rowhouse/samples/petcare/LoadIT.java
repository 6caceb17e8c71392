package dev.rowhouse.samples.petcare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.samples.petcare.load.Load;
import dev.rowhouse.samples.petcare.load.LoadProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the load test works, not how fast: the README says how to measure. */
class LoadIT {
    @Test
    void all_kinds_of_work_are_done_and_timed() {
        LoadProperties small = new LoadProperties(2, 1, 2, Duration.ofMillis(500), Duration.ofSeconds(2));

        List<Load.Figures> figures = PetCareServer.get().bean(Load.class).run(small);

        assertThat(figures).hasSize(7).allSatisfy(each -> {
            assertThat(each.count()).isPositive();
            assertThat(each.median()).isPositive().isLessThanOrEqualTo(each.p99());
            assertThat(each.p99()).isLessThanOrEqualTo(each.longest());
        });
    }
}
