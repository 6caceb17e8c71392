package dev.rowhouse.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The functions of the search on entities whose rows they cannot tell apart, or find in one table. */
class SearchedMappingsIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/animals.sql")
            .build();

    private static SessionFactory factory;

    @BeforeAll
    static void start() {
        factory = Hibernate.start(
                database.dataSource(), Animals.Shift.class, Animals.UnionAnimal.class, Animals.UnionBird.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static ThrowingCallable asking(String hql) {
        return () -> TenantContext.of(Hibernate.ACME)
                .run(() -> factory.inTransaction(session -> assertThat(
                                session.createSelectionQuery(hql, Object.class).getResultList())
                        .isEmpty()));
    }

    @Test
    void a_key_of_two_columns_is_refused() {
        assertThatThrownBy(asking("from Shift s where fuzzy_search(s.note, 'late')"))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Calling fuzzy_search in a query: the key of " + Animals.Shift.class.getName()
                        + " has 2 columns. Map the one that tells its rows apart within a tenant as @Id.");
    }

    @Test
    void rows_in_several_tables_are_refused() {
        for (String column : List.of("a.name", "a, 'name'")) {
            assertThatThrownBy(asking("from UnionAnimal a where fuzzy_search(" + column + ", 'rex')"))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessage("Calling fuzzy_search in a query: the rows of " + Animals.UnionAnimal.class.getName()
                            + " are in several tables. Query one of its subclasses.");
        }
    }

    @Test
    void a_subclass_is_searched_in_its_own_table() {
        assertThatThrownBy(asking("from UnionBird b where fuzzy_search(b.name, 'rex')"))
                .hasMessageContaining("the database has no function union_bird_name_ids");
        assertThatThrownBy(asking("from UnionBird b where fuzzy_search(b, 'name', 'rex')"))
                .hasMessageContaining("the database has no function union_bird_name_ids");
    }
}
