package dev.rowhouse.testkit.archunit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application's classes and what it declares about them, to be checked by the {@linkplain TenantRule rules}.
 *
 * <pre>{@code
 * TenantArchitecture.builder("com.example.clinic")
 *         .configuredIn("com.example.clinic.config..")
 *         .repositoriesUsedFrom("com.example.clinic.booking..")
 *         .build()
 *         .verify();
 * }</pre>
 *
 * <p>{@link TenantArchitectureContract} makes a test of each rule. Packages are named as ArchUnit names them: {@code ..}
 * stands for any number of packages. Instances are immutable; the classes are read once, when it is built.
 *
 * @since 0.1
 */
public final class TenantArchitecture {
    private final String name;
    private final JavaClasses types;
    private final PackageMatchers configuration;
    private final PackageMatchers repositoryUsers;
    private final boolean layersDeclared;
    private final Map<TenantRule, Map<String, String>> accepted;

    private TenantArchitecture(Builder builder) {
        this.name = builder.name;
        this.types = builder.types;
        this.configuration = PackageMatchers.of(builder.configuration);
        this.repositoryUsers =
                PackageMatchers.of(Stream.concat(builder.configuration.stream(), builder.repositoryUsers.stream())
                        .toList());
        this.layersDeclared = !builder.repositoryUsers.isEmpty();
        this.accepted = new EnumMap<>(TenantRule.class);
        builder.accepted.forEach((rule, reasons) -> accepted.put(rule, Map.copyOf(reasons)));
    }

    /**
     * Reads the classes of packages and those below them; test classes are left out.
     *
     * @param packages where the application's classes are, entities included, such as {@code com.example.clinic}
     * @return a builder
     * @throws IllegalArgumentException if no class is found in one of the packages
     */
    public static Builder builder(String... packages) {
        String name = String.join(", ", packages);
        JavaClasses types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(packages);
        return new Builder(name, types)
                .requireTypes(Stream.of(packages).map(each -> each + "..").toList());
    }

    /**
     * Takes classes that were read in another way, of jars or directories for instance.
     *
     * @param types the application's classes
     * @return a builder
     * @throws IllegalArgumentException if there is none
     */
    public static Builder builder(JavaClasses types) {
        return new Builder(requireNonNull(types, "types").getDescription(), types).requireTypes(List.of(".."));
    }

    /**
     * Checks all rules.
     *
     * @throws AssertionError if any is broken; the message names everything that was found
     */
    public void verify() {
        List<String> reports = Stream.of(TenantRule.values())
                .flatMap(rule -> report(rule).stream())
                .toList();
        if (!reports.isEmpty()) {
            throw new AssertionError("Checking " + name + ": " + reports.size() + " of " + TenantRule.values().length
                    + " rules are broken.\n\n" + String.join("\n\n", reports));
        }
    }

    /**
     * Checks one rule.
     *
     * @param rule the rule
     * @throws AssertionError if it is broken; the message names everything that was found, why it is dangerous and how it is
     *     mended
     */
    public void check(TenantRule rule) {
        report(requireNonNull(rule, "rule")).ifPresent(report -> {
            throw new AssertionError("Checking " + name + "\n" + report);
        });
    }

    /**
     * Returns a rule for use with ArchUnit's own means, such as {@code FreezingArchRule}, which lets an application keep what
     * it has and add nothing to it.
     *
     * @param rule the rule
     * @return ArchUnit's form of it, with what this application declares and accepts
     */
    public ArchRule rule(TenantRule rule) {
        TenantCondition condition =
                new TenantCondition(check(rule, configuration), rule.title(), accepted.getOrDefault(rule, Map.of()));
        return classes().should(condition).as(rule.title()).because(rule.danger() + " " + rule.remedy());
    }

    /**
     * Returns the classes that are checked.
     *
     * @return the classes
     */
    public JavaClasses types() {
        return types;
    }

    private RuleCheck check(TenantRule rule, PackageMatchers configuration) {
        return switch (rule) {
            case ENTITIES_CARRY_A_TENANT -> new EntityTenantCheck();
            case DATA_SOURCES_STAY_IN_THE_CONFIGURATION -> new DataSourceCheck(configuration);
            case NATIVE_SQL_IS_DECLARED -> new NativeQueryCheck();
            case SESSIONS_KEEP_THEIR_FILTERS -> new SessionCheck();
            case SOFT_DELETE_HAS_ONE_MECHANISM -> new SoftDeleteCheck();
            case TO_ONE_ASSOCIATIONS_ARE_LAZY -> new LazyAssociationCheck();
            case LINK_TABLES_ARE_ENTITIES -> new LinkTableCheck();
            case REPOSITORIES_ARE_USED_FROM_THEIR_LAYERS -> new RepositoryAccessCheck(repositoryUsers, layersDeclared);
            case CONTEXT_IS_NOT_STATIC -> new StaticContextCheck();
            case THREADS_CARRY_THE_CONTEXT -> new ThreadCheck();
            case UNIQUE_KEYS_CARRY_THE_TENANT -> new UniqueKeyCheck();
        };
    }

    private Optional<String> report(TenantRule rule) {
        List<String> findings = rule(rule).evaluate(types).getFailureReport().getDetails().stream()
                .sorted()
                .toList();
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(rule + ": " + rule.title() + ". Found:\n"
                        + findings.stream()
                                .map(finding -> "  - " + finding + "\n")
                                .collect(Collectors.joining())
                        + "Why: " + rule.danger() + "\n"
                        + "Mend: " + rule.remedy() + "\n"
                        + "Or accept it: accept(TenantRule." + rule + ", \"<class>\", \"<reason>\")");
    }

    /**
     * Says what an application declares about its classes.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final String name;
        private final JavaClasses types;
        private final List<String> configuration = new ArrayList<>();
        private final List<String> repositoryUsers = new ArrayList<>();
        private final Map<TenantRule, Map<String, String>> accepted = new EnumMap<>(TenantRule.class);

        private Builder(String name, JavaClasses types) {
            this.name = name;
            this.types = types;
        }

        /**
         * Declares where data sources are made and things are put together. Without it, nothing may name a data source.
         *
         * @param packages such as {@code com.example.clinic.config..}
         * @return this builder
         * @throws IllegalArgumentException if no class is in one of them
         */
        public Builder configuredIn(String... packages) {
            requireTypes(Arrays.asList(packages));
            configuration.addAll(Arrays.asList(packages));
            return this;
        }

        /**
         * Declares who may use repositories, sessions and {@code TenantJdbc}: the layers that begin transactions. Repositories
         * themselves and the configuration may anyway. Without it, an application that has repositories breaks the rule.
         *
         * @param packages such as {@code ..service..}
         * @return this builder
         * @throws IllegalArgumentException if no class is in one of them
         */
        public Builder repositoriesUsedFrom(String... packages) {
            requireTypes(Arrays.asList(packages));
            repositoryUsers.addAll(Arrays.asList(packages));
            return this;
        }

        /**
         * Accepts what a rule finds in a class and in those inside it. Once nothing is found there any more, the rule says so.
         *
         * @param rule the rule
         * @param className the full name of the class, as in the finding
         * @param reason why it is not a danger there; not blank
         * @return this builder
         * @throws IllegalArgumentException if the reason is blank
         * @throws IllegalStateException if it is accepted already
         */
        public Builder accept(TenantRule rule, String className, String reason) {
            requireNonNull(rule, "rule");
            requireNonNull(className, "className");
            if (reason.isBlank()) {
                throw new IllegalArgumentException("Accepting what " + rule + " finds in " + className
                        + ": the reason is blank. Say why it is not a danger there.");
            }
            if (accepted.computeIfAbsent(rule, key -> new TreeMap<>()).putIfAbsent(className, reason) != null) {
                throw new IllegalStateException("Accepting what " + rule + " finds in " + className
                        + ": it is accepted already. Give one reason.");
            }
            return this;
        }

        /**
         * Builds what can be checked.
         *
         * @return the architecture
         */
        public TenantArchitecture build() {
            return new TenantArchitecture(this);
        }

        private Builder requireTypes(List<String> packages) {
            for (String each : packages) {
                PackageMatcher matcher = PackageMatcher.of(each);
                if (types.stream().map(JavaClass::getPackageName).noneMatch(matcher::matches)) {
                    throw new IllegalArgumentException("Looking at " + name + ": no class is in the package \"" + each
                            + "\". A rule would check nothing there and pass. Correct the name, or compile the"
                            + " classes first.");
                }
            }
            return this;
        }
    }
}
