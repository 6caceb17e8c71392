package dev.rowhouse.jdbc.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangeTest {
    @Test
    void bounds_belong_to_it_or_not() {
        assertThat(Range.closedOpen(1, 3).contains(1)).isTrue();
        assertThat(Range.closedOpen(1, 3).contains(3)).isFalse();
        assertThat(Range.closed(1, 3).contains(3)).isTrue();
        assertThat(Range.closed(1, 3).contains(0)).isFalse();
        assertThat(Range.atLeast(1).contains(Integer.MAX_VALUE)).isTrue();
        assertThat(Range.lessThan(1).contains(1)).isFalse();
        assertThat(Range.<Integer>all().contains(0)).isTrue();
        assertThat(Range.<Integer>empty().contains(0)).isFalse();
        assertThat(Range.closedOpen(1, 1)).isEqualTo(Range.empty());
    }

    @Test
    void bounds_that_contradict_are_refused() {
        assertThatThrownBy(() -> Range.closed(2, 1)).hasMessageContaining("its lower bound is above its upper bound");
        assertThatThrownBy(() -> new Range<>(null, 1, true, false, false))
                .hasMessageContaining("a bound that is missing cannot be inclusive");
        assertThatThrownBy(() -> new Range<>(1, null, true, false, true))
                .hasMessageContaining("it is empty and has a bound");
    }
}
