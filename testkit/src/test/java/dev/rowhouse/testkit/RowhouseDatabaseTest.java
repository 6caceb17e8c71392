package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RowhouseDatabaseTest {
    private final RowhouseDatabase.Builder builder = RowhouseDatabase.builder();

    @Test
    void before_the_class_runs_there_is_nothing_to_ask_for() {
        RowhouseDatabase database = builder.build();

        assertThatThrownBy(database::dataSource)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Asked the test database for something: it is not running. Declare it as"
                        + " \"@RegisterExtension static final RowhouseDatabase\" and ask from the test class's set-up"
                        + " or tests.");
    }

    @TestFactory
    Iterable<DynamicTest> setting_a_thing_twice_is_an_error() {
        return Map.<String, ThrowingCallable>of(
                        "poolSize", () -> builder.poolSize(1).poolSize(1),
                        "tenantSetting", () -> builder.tenantSetting("a.b").tenantSetting("a.b"),
                        "actorSetting", () -> builder.actorSetting("a.b").actorSetting("a.b"),
                        "withoutRowhouse", () -> builder.withoutRowhouse().withoutRowhouse(),
                        "connectionProperty autosave",
                                () -> builder.connectionProperty("autosave", "always")
                                        .connectionProperty("autosave", "never"))
                .entrySet()
                .stream()
                .map(twice -> DynamicTest.dynamicTest(
                        twice.getKey(),
                        () -> assertThatThrownBy(twice.getValue())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage("Setting " + twice.getKey()
                                        + " of the test database: it was set before. Set it once.")))
                .toList();
    }

    @Test
    void a_pool_without_room_is_refused() {
        assertThatThrownBy(() -> builder.poolSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Setting the size of the test pool: 0 is too small. Give 1 or more.");
    }

    @Test
    void a_connection_property_that_the_driver_does_not_know_is_refused() {
        assertThatThrownBy(() -> builder.connectionProperty("preparethreshold", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"preparethreshold\" for tests: pgjdbc has none of that name.");
    }
}
