package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;
import java.util.stream.Stream;

/**
 * Where a thread or a pool comes into being, the same method carries the context to it. What is judged is the method: one
 * that wraps one pool and makes another passes.
 */
final class ThreadCheck implements RuleCheck {
    /** By its name: the build forbids the class, because the library starts no threads. */
    private static final String EXECUTORS = "java.util.concurrent.Executors";

    private static final Set<String> SPRING_POOLS = Set.of(
            "org.springframework.core.task.SimpleAsyncTaskExecutor",
            "org.springframework.scheduling.concurrent.ConcurrentTaskExecutor",
            "org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor",
            "org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler");

    @Override
    public Stream<Finding> check(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(unit -> accesses(unit).noneMatch(ThreadCheck::carriesContext))
                .flatMap(ThreadCheck::accesses)
                .filter(access -> leavesThread(access) && !isConstructorOfSubclass(access))
                .sorted((one, other) -> Integer.compare(one.getLineNumber(), other.getLineNumber()))
                .map(access -> Finding.at(access, " without wrap or propagating in the same method"));
    }

    private static Stream<JavaCodeUnitAccess<?>> accesses(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream());
    }

    private static boolean carriesContext(JavaCodeUnitAccess<?> access) {
        String name = access.getTarget().getName();
        String owner = access.getTargetOwner().getName();
        return (owner.equals("dev.rowhouse.TenantContext") && (name.equals("wrap") || name.equals("propagating")))
                || (owner.startsWith("io.micrometer.context.") && name.startsWith("wrap"))
                || (owner.startsWith("org.springframework.") && name.equals("setTaskDecorator"));
    }

    private static boolean leavesThread(JavaCodeUnitAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        if (name.equals("<init>")) {
            return owner.isAssignableTo(Thread.class)
                    || owner.isAssignableTo(Timer.class)
                    || owner.isAssignableTo("java.util.concurrent.ExecutorService")
                    || SPRING_POOLS.stream().anyMatch(owner::isAssignableTo);
        }
        return (owner.getName().equals(EXECUTORS) && name.startsWith("new"))
                || (owner.isEquivalentTo(ForkJoinPool.class) && name.equals("commonPool"))
                || (owner.isEquivalentTo(Thread.class)
                        && Set.of("ofPlatform", "ofVirtual", "startVirtualThread")
                                .contains(name))
                || (owner.isAssignableTo(Collection.class) && name.equals("parallelStream"))
                || (owner.isAssignableTo(BaseStream.class) && name.equals("parallel"))
                || (owner.isAssignableTo(CompletionStage.class) && name.endsWith("Async") && !namesExecutor(access));
    }

    private static boolean namesExecutor(JavaCodeUnitAccess<?> access) {
        return access.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Executor.class));
    }

    /** Whether a subclass of a thread or pool calls the constructor above its own: what counts is who creates the subclass. */
    private static boolean isConstructorOfSubclass(JavaCodeUnitAccess<?> access) {
        return access.getOrigin().isConstructor()
                && access.getTarget().getName().equals("<init>")
                && access.getOriginOwner().getRawSuperclass().equals(Optional.of(access.getTargetOwner()));
    }
}
