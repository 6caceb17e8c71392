package dev.rowhouse.testkit.spring;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves the application's components out of a {@link RowhouseTest}. */
final class RowhouseTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<RowhouseTest> {
    RowhouseTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
