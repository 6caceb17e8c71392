package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SQL written by hand beside a mapper is declared. */
final class NativeQueryCheck implements RuleCheck {
    private static final String NATIVE_SQL = "dev.rowhouse.NativeSql";

    private static final Set<String> METHODS = Set.of(
            "createNativeQuery",
            "createNativeMutationQuery",
            "createStoredProcedureQuery",
            "createStoredProcedureCall",
            "createNamedStoredProcedureQuery",
            "doReturningWork",
            "doWork",
            "getNamedNativeQuery",
            "getNamedProcedureCall",
            "runWithConnection",
            "callWithConnection");

    private static final List<String> ANNOTATIONS = List.of(
            "jakarta.persistence.NamedNativeQueries",
            "jakarta.persistence.NamedNativeQuery",
            "jakarta.persistence.NamedStoredProcedureQueries",
            "jakarta.persistence.NamedStoredProcedureQuery",
            "org.hibernate.annotations.Formula",
            "org.hibernate.annotations.JoinColumnOrFormula",
            "org.hibernate.annotations.JoinColumnsOrFormulas",
            "org.hibernate.annotations.JoinFormula",
            "org.hibernate.annotations.NamedNativeQueries",
            "org.hibernate.annotations.NamedNativeQuery",
            "org.hibernate.annotations.SQLInsert",
            "org.hibernate.annotations.SQLInserts",
            "org.hibernate.annotations.SQLSelect",
            "org.hibernate.annotations.SQLUpdate",
            "org.hibernate.annotations.SQLUpdates",
            "org.hibernate.annotations.Subselect",
            "org.hibernate.annotations.View",
            "org.hibernate.annotations.processing.SQL",
            "org.springframework.data.jpa.repository.NativeQuery");

    private static final String SPRING_QUERY = "org.springframework.data.jpa.repository.Query";

    @Override
    public Stream<Finding> check(JavaClass type) {
        Stream<Finding> calls = type.getCodeUnitAccessesFromSelf().stream()
                .filter(access -> METHODS.contains(access.getTarget().getName())
                        && Persistence.isOfMapper(access.getTargetOwner())
                        && !isDeclared(access.getOrigin()))
                .sorted((one, other) -> Integer.compare(one.getLineNumber(), other.getLineNumber()))
                .map(Finding::at);
        Stream<Finding> onClass = isDeclared(type)
                ? Stream.empty()
                : written(type).map(name -> Finding.in(type, "is annotated with @" + name));
        Stream<Finding> onMembers = Mapping.members(type)
                .filter(member -> !isDeclared(member))
                .flatMap(member -> written(member).map(name -> Finding.at(member, "is annotated with @" + name)));
        return Stream.of(calls, onClass, onMembers, unexplained(type)).flatMap(found -> found);
    }

    private static Stream<String> written(CanBeAnnotated element) {
        Stream<String> plain =
                ANNOTATIONS.stream().filter(element::isAnnotatedWith).map(NativeQueryCheck::simpleName);
        Stream<String> springs = Mapping.annotation(element, SPRING_QUERY)
                .flatMap(query -> Mapping.value(query, "nativeQuery", Boolean.class))
                .filter(isNative -> isNative)
                .map(isNative -> "Query(nativeQuery = true)")
                .stream();
        return Stream.concat(plain, springs);
    }

    private static boolean isDeclared(JavaMember member) {
        return member.isAnnotatedWith(NATIVE_SQL) || isDeclared(member.getOwner());
    }

    private static boolean isDeclared(JavaClass type) {
        for (@Nullable JavaClass around = type;
                around != null;
                around = around.getEnclosingClass().orElse(null)) {
            if (around.isAnnotatedWith(NATIVE_SQL)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<Finding> unexplained(JavaClass type) {
        String text = "is declared @NativeSql without a reason";
        return Stream.concat(
                isUnexplained(Mapping.annotation(type, NATIVE_SQL))
                        ? Stream.of(Finding.in(type, text))
                        : Stream.empty(),
                Stream.concat(Mapping.members(type), type.getConstructors().stream())
                        .filter(member -> isUnexplained(Mapping.annotation(member, NATIVE_SQL)))
                        .map(member -> Finding.at(member, text)));
    }

    private static boolean isUnexplained(Optional<? extends JavaAnnotation<?>> declaration) {
        return declaration
                .flatMap(annotation -> Mapping.value(annotation, "reason", String.class))
                .filter(String::isBlank)
                .isPresent();
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
