package dev.rowhouse.testkit.archunit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rowhouse.testkit.archunit.planted.Entities;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule on what is planted for it: nothing is missed, and nothing else is found. */
class TenantRuleTest {
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("dev.rowhouse.testkit.archunit.planted");

    /** The part of what is planted that has layers; the rest uses sessions from anywhere. */
    private static final JavaClasses LAYERED =
            PLANTED.that(resideInAnyPackage("..planted.config", "..planted.booking", "..planted.web"));

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(TenantRule.ENTITIES_CARRY_A_TENANT, PLANTED, """
                        Entities$Forgotten has no @TenantId, of its own or inherited, and is not declared a @SharedTable
                        Entities$Invoice has no @TenantId, of its own or inherited, and is not declared a @SharedTable
                        Entities$Silent has no @TenantId, of its own or inherited, and is not declared a @SharedTable
                        Entities$Undecided$Both has a @TenantId and is declared a @SharedTable
                        Entities$Unexplained is declared a @SharedTable without a reason
                        """),
                rule(TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION, PLANTED, """
                        Field <web.Export$FromAnyDataSource.dataSource> has type <javax.sql.DataSource>
                        Method <web.Export$FromDriverManager.export()> calls method <java.sql.DriverManager.getConnection(java.lang.String)>
                        Method <web.Export$FromPool.export(com.zaxxer.hikari.HikariDataSource)> has parameter of type <com.zaxxer.hikari.HikariDataSource>
                        web.Export$Unwrapped.export calls Connection.unwrap
                        """),
                rule(TenantRule.NATIVE_SQL_IS_DECLARED, PLANTED, """
                        Sessions$Computed.visits is annotated with @Formula
                        Sessions$Named is annotated with @NamedNativeQuery
                        Sessions$Native.search calls EntityManager.createNativeQuery
                        Sessions$SpringData.all is annotated with @Query(nativeQuery = true)
                        Sessions$Unexplained.search is declared @NativeSql without a reason
                        Sessions$Work.touch calls Session.doWork
                        """),
                rule(TenantRule.SESSIONS_KEEP_THEIR_FILTERS, PLANTED, """
                        Sessions$DeleteByReference.eraser calls StatelessSession.delete
                        Sessions$OtherTenant.look calls Session.getEnabledFilter
                        Sessions$Unfiltered.show calls Session.disableFilter
                        Sessions$Upsert.write calls StatelessSession.upsert
                        Sessions$WrittenByHand.delete calls StatelessSession.delete
                        """),
                rule(TenantRule.SOFT_DELETE_HAS_ONE_MECHANISM, PLANTED, """
                        Deletion$BySql is annotated with @SQLDelete
                        Deletion$Hibernates is annotated with @SoftDelete
                        Deletion$Restricted.children is annotated with @SQLRestriction
                        """),
                rule(TenantRule.TO_ONE_ASSOCIATIONS_ARE_LAZY, PLANTED, """
                        Associations$AnyEager.anything is a @Any that is not fetch = LAZY
                        Associations$ByDefault.owner is a @ManyToOne that is not fetch = LAZY
                        Associations$Eager.getOwner is a @OneToOne that is not fetch = LAZY
                        Associations$Joined.owner is a @ManyToOne with @Fetch(JOIN)
                        Associations$Missing.owner is a @ManyToOne with @NotFound, which loads it at once
                        """),
                rule(TenantRule.LINK_TABLES_ARE_ENTITIES, PLANTED, """
                        Associations$Stay.owners is a @OneToMany without mappedBy and @JoinColumn, which makes a link table, not between shared tables alone
                        Associations$Traveller.countries is a @ManyToMany not between shared tables alone
                        Associations$Treatment.owners is a @ManyToMany not between shared tables alone
                        Associations$Visit.owner has a @JoinTable not between shared tables alone
                        """),
                rule(TenantRule.REPOSITORIES_ARE_USED_FROM_THEIR_LAYERS, LAYERED, """
                        Method <web.RepositoryPage.count(booking.Pets)> has parameter of type <booking.Pets>
                        Method <web.SessionPage.show(org.hibernate.SessionFactory)> calls method <org.hibernate.Session.close()>
                        Method <web.SessionPage.show(org.hibernate.SessionFactory)> has parameter of type <org.hibernate.SessionFactory>
                        """),
                rule(TenantRule.CONTEXT_IS_NOT_STATIC, PLANTED, """
                        Threads$StaticConnections.connections is static and holds a Connection
                        Threads$StaticContext.SYSTEM is static and holds a TenantContext
                        Threads$StaticHolder.CURRENT is static and holds a TenantContext
                        Threads$StaticSession.session is static and holds a Session
                        """),
                rule(TenantRule.THREADS_CARRY_THE_CONTEXT, PLANTED, """
                        Threads$Alarm.make creates a Timer without wrap or propagating in the same method
                        Threads$AnonymousThread.start creates a Thread without wrap or propagating in the same method
                        Threads$BoundOutside.each calls List.parallelStream without wrap or propagating in the same method
                        Threads$CommonPool.make calls ForkJoinPool.commonPool without wrap or propagating in the same method
                        Threads$Future.start calls CompletableFuture.thenApplyAsync without wrap or propagating in the same method
                        Threads$OwnPool.make creates a ThreadPoolExecutor without wrap or propagating in the same method
                        Threads$Parallel.each calls List.parallelStream without wrap or propagating in the same method
                        Threads$ParallelLater.each calls Stream.parallel without wrap or propagating in the same method
                        Threads$PlainThread.start creates a Thread without wrap or propagating in the same method
                        Threads$Pool.make calls Executors.newFixedThreadPool without wrap or propagating in the same method
                        """),
                rule(TenantRule.UNIQUE_KEYS_CARRY_THE_TENANT, PLANTED, """
                        Keys$Constraint has a unique constraint on [email, phone]
                        Keys$FromAbove has a unique column for WithChip.chip
                        Keys$FromEmbedded has a unique column for Address.email
                        Keys$Natural has a @NaturalId without the tenant on Natural.slug
                        Keys$Secondary has a unique constraint on [email]
                        Keys$UniqueColumn has a unique column for UniqueColumn.email
                        Keys$UniqueIndex has a unique index on [email, phone]
                        Keys$UniqueLink has a unique column for UniqueLink.other
                        """));
    }

    private static Arguments rule(TenantRule rule, JavaClasses types, String findings) {
        return arguments(rule, types, findings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void finds_what_is_planted_and_nothing_else(TenantRule rule, JavaClasses types, String expected) {
        TenantArchitecture architecture = TenantArchitecture.builder(types)
                .configuredIn("..planted.config")
                .repositoriesUsedFrom("..planted.booking")
                .build();

        assertThat(findings(architecture, rule)).containsExactly(expected.split("\n"));
    }

    @ParameterizedTest
    @EnumSource
    void has_something_planted(TenantRule rule) {
        assertThat(rules().map(arguments -> arguments.get()[0])).contains(rule);
    }

    @Test
    void sessions_without_any_entity_are_found() {
        assertThat(findings(Entities.Store.class))
                .containsExactly("No entity is among the classes that were looked at, but sessions are used:"
                        + " Method <Entities$Store.save(jakarta.persistence.EntityManager, java.lang.Object)>"
                        + " has parameter of type <jakarta.persistence.EntityManager>");
        assertThat(findings(Entities.Store.class, Entities.Inherited.class)).isEmpty();
    }

    @Test
    void entities_outside_the_classes_at_hand_are_found() {
        assertThat(findings(Entities.Ledger.class))
                .containsExactly("Entity Entities$Inherited is outside the packages that were looked at, but used:"
                        + " Method <Entities$Ledger.book(jakarta.persistence.EntityManager, Entities$Inherited)>"
                        + " has parameter of type <Entities$Inherited>");
        assertThat(findings(Entities.Ledger.class, Entities.Inherited.class)).isEmpty();
    }

    @Test
    void no_data_source_is_known_to_anybody_unless_a_configuration_is_declared() {
        TenantArchitecture architecture = TenantArchitecture.builder(LAYERED).build();

        assertThat(findings(architecture, TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION))
                .contains("Method <config.Wiring.dataSource(com.zaxxer.hikari.HikariDataSource)>"
                        + " has parameter of type <com.zaxxer.hikari.HikariDataSource>");
    }

    @Test
    void repositories_without_a_declared_layer_are_found() {
        TenantArchitecture architecture = TenantArchitecture.builder(LAYERED).build();

        assertThat(findings(architecture, TenantRule.REPOSITORIES_ARE_USED_FROM_THEIR_LAYERS))
                .singleElement()
                .asString()
                .startsWith("Repositories are used, but no layer is declared to (repositoriesUsedFrom): "
                        + "Constructor <booking.Bookings.<init>");
    }

    private static List<String> findings(Class<?>... types) {
        return findings(
                TenantArchitecture.builder(new ClassFileImporter().importClasses(types))
                        .build(),
                TenantRule.ENTITIES_CARRY_A_TENANT);
    }

    /** Returns what a rule finds, without line numbers and with names from the planted package on. */
    private static List<String> findings(TenantArchitecture architecture, TenantRule rule) {
        return architecture.rule(rule).evaluate(architecture.types()).getFailureReport().getDetails().stream()
                .map(finding -> finding.replace("dev.rowhouse.testkit.archunit.planted.", "")
                        .replaceFirst(" in \\(\\w+\\.java:\\d+\\)$", ""))
                .sorted()
                .toList();
    }
}
