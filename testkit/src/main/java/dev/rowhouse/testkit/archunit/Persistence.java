package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** Knows the types through which an application reaches its tables. They go by their names: none has to be there. */
final class Persistence {
    static final String STATELESS_SESSION = "org.hibernate.StatelessSession";
    static final String GENERATED_REPOSITORY = "dev.rowhouse.hibernate.repository.TenantDataRepository";

    private static final List<String> SESSIONS = List.of(
            "jakarta.persistence.EntityManager",
            "jakarta.persistence.EntityManagerFactory",
            "org.hibernate.SharedSessionContract",
            "org.hibernate.SessionFactory");

    private static final List<String> REPOSITORIES = List.of(
            "dev.rowhouse.repository.TenantRepository",
            GENERATED_REPOSITORY,
            "dev.rowhouse.jdbc.TenantJdbc",
            "dev.rowhouse.jdbc.AsyncTenantJdbc",
            "dev.rowhouse.jdbc.BulkInsert",
            "jakarta.data.repository.DataRepository",
            "org.springframework.data.repository.Repository");

    private static final List<String> STEREOTYPES =
            List.of("jakarta.data.repository.Repository", "org.springframework.stereotype.Repository");

    private Persistence() {}

    /** Whether it is a session of an object-relational mapper, or where sessions come from. */
    static boolean isSession(JavaClass type) {
        return isAnyOf(type, SESSIONS);
    }

    /** Whether it is a repository, or a template by which one is written. */
    static boolean isRepository(JavaClass type) {
        return isAnyOf(type, REPOSITORIES) || STEREOTYPES.stream().anyMatch(type::isAnnotatedWith);
    }

    /** Whether the receiver of a call is a mapper's session or one of its parts. */
    static boolean isOfMapper(JavaClass type) {
        return isSession(type)
                || type.getPackageName().startsWith("org.hibernate")
                || type.getPackageName().startsWith("jakarta.persistence");
    }

    private static boolean isAnyOf(JavaClass type, List<String> names) {
        return names.stream().anyMatch(type::isAssignableTo);
    }
}
