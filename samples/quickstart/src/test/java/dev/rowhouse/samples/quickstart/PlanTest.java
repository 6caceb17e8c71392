package dev.rowhouse.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void every_business_meets_every_outcome() {
        for (Business business : SampleData.read().businesses()) {
            assertThat(Plan.of(business))
                    .as(business.slug())
                    .extracting(Plan.Step::expected)
                    .contains(Outcome.values());
        }
    }

    @Test
    void the_plan_of_a_business_is_always_the_same() {
        Business business = SampleData.read().businesses().get(0);

        assertThat(Plan.of(business)).isEqualTo(Plan.of(business));
    }

    @Test
    void the_plans_of_two_businesses_differ() {
        SampleData data = SampleData.read();

        assertThat(Plan.of(data.businesses().get(0)))
                .isNotEqualTo(Plan.of(data.businesses().get(1)));
    }
}
