package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A rule as ArchUnit runs it, with what the application accepts taken out. */
final class TenantCondition extends ArchCondition<JavaClass> {
    private final RuleCheck check;
    private final Map<String, String> accepted;
    private final TreeSet<String> met = new TreeSet<>();
    private Collection<JavaClass> types = List.of();

    /**
     * Creates the condition for one evaluation.
     *
     * @param accepted reasons by the name of the class
     */
    TenantCondition(RuleCheck check, String description, Map<String, String> accepted) {
        super(description);
        this.check = check;
        this.accepted = accepted;
    }

    @Override
    public void init(Collection<JavaClass> types) {
        this.types = types;
        met.clear();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        check.check(type).forEach(finding -> add(finding, type, events));
    }

    @Override
    public void finish(ConditionEvents events) {
        check.checkAll(types).forEach(finding -> add(finding, types, events));
        accepted.forEach((name, reason) -> {
            if (!met.contains(name)) {
                events.add(SimpleConditionEvent.violated(
                        types, "Nothing is found in " + name + " that would have to be accepted (\"" + reason + "\")"));
            }
        });
    }

    private void add(Finding finding, Object subject, ConditionEvents events) {
        if (!isAccepted(finding)) {
            events.add(SimpleConditionEvent.violated(subject, finding.text()));
        }
    }

    /** Whether the class, or one around it, is accepted. */
    private boolean isAccepted(Finding finding) {
        for (JavaClass type = finding.type();
                type != null;
                type = type.getEnclosingClass().orElse(null)) {
            if (accepted.containsKey(type.getName())) {
                met.add(type.getName());
                return true;
            }
        }
        return false;
    }
}
