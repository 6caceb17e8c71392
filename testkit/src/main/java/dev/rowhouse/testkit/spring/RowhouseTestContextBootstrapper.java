package dev.rowhouse.testkit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Starts the context of a {@link RowhouseTest} with its properties. */
final class RowhouseTestContextBootstrapper extends SpringBootTestContextBootstrapper {
    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        RowhouseTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, RowhouseTest.class);
        return annotation == null ? null : annotation.properties();
    }
}
