package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.stream.Stream;

/** How a rule looks at classes. */
interface RuleCheck {
    /** Returns what is wrong with one class. */
    Stream<Finding> check(JavaClass type);

    /** Returns what only all classes together show: above all, that there was nothing to look at where there should be. */
    default Stream<Finding> checkAll(Collection<JavaClass> types) {
        return Stream.empty();
    }
}
