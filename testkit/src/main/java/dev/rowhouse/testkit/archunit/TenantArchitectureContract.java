package dev.rowhouse.testkit.archunit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A test of each rule of architecture: extend it, and say where the application's classes are.
 *
 * <pre>{@code
 * class ArchitectureTest extends TenantArchitectureContract {
 *     @Override
 *     protected TenantArchitecture architecture() {
 *         return TenantArchitecture.builder("com.example.clinic")
 *                 .configuredIn("com.example.clinic.config..")
 *                 .repositoriesUsedFrom("com.example.clinic.booking..")
 *                 .build();
 *     }
 * }
 * }</pre>
 *
 * <p>The classes are read once for all rules.
 *
 * @since 0.1
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class TenantArchitectureContract {
    private @Nullable TenantArchitecture read;

    /** Creates the tests. */
    protected TenantArchitectureContract() {}

    /**
     * Describes the application.
     *
     * @return its classes and what it declares about them
     */
    protected abstract TenantArchitecture architecture();

    @Test
    void entities_carry_a_tenant() {
        read().check(TenantRule.ENTITIES_CARRY_A_TENANT);
    }

    @Test
    void data_sources_stay_in_the_configuration() {
        read().check(TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION);
    }

    @Test
    void native_sql_is_declared() {
        read().check(TenantRule.NATIVE_SQL_IS_DECLARED);
    }

    @Test
    void sessions_keep_their_filters() {
        read().check(TenantRule.SESSIONS_KEEP_THEIR_FILTERS);
    }

    @Test
    void soft_delete_has_one_mechanism() {
        read().check(TenantRule.SOFT_DELETE_HAS_ONE_MECHANISM);
    }

    @Test
    void to_one_associations_are_lazy() {
        read().check(TenantRule.TO_ONE_ASSOCIATIONS_ARE_LAZY);
    }

    @Test
    void link_tables_are_entities() {
        read().check(TenantRule.LINK_TABLES_ARE_ENTITIES);
    }

    @Test
    void repositories_are_used_from_their_layers() {
        read().check(TenantRule.REPOSITORIES_ARE_USED_FROM_THEIR_LAYERS);
    }

    @Test
    void context_is_not_static() {
        read().check(TenantRule.CONTEXT_IS_NOT_STATIC);
    }

    @Test
    void threads_carry_the_context() {
        read().check(TenantRule.THREADS_CARRY_THE_CONTEXT);
    }

    @Test
    void unique_keys_carry_the_tenant() {
        read().check(TenantRule.UNIQUE_KEYS_CARRY_THE_TENANT);
    }

    private synchronized TenantArchitecture read() {
        TenantArchitecture architecture = read;
        if (architecture == null) {
            architecture = architecture();
            read = architecture;
        }
        return architecture;
    }
}
