package dev.rowhouse.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes that are wrong on purpose, which no build finds by itself, and tells what became of them. */
final class PlantedTests {
    private final EngineExecutionResults results;

    private PlantedTests(EngineExecutionResults results) {
        this.results = results;
    }

    static PlantedTests run(Class<?> planted) {
        return run(planted, Map.of());
    }

    static PlantedTests run(Class<?> planted, Map<String, String> properties) {
        return new PlantedTests(EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .configurationParameters(properties)
                .selectors(selectClass(planted))
                .execute());
    }

    long succeededTests() {
        return results.testEvents().succeeded().count();
    }

    List<Throwable> failures() {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    /** Returns the one failure that there is. */
    Throwable failure() {
        List<Throwable> failures = failures();
        if (failures.size() != 1) {
            AssertionError error = new AssertionError("Expected one failure, found " + failures.size());
            failures.forEach(error::addSuppressed);
            throw error;
        }
        return failures.get(0);
    }
}
