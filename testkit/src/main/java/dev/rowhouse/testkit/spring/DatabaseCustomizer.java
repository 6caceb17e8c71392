package dev.rowhouse.testkit.spring;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Gives a context a database of its own before it starts. Contexts with the same scripts may be the same. */
record DatabaseCustomizer(List<String> scripts) implements ContextCustomizer {
    static final String BEAN = "rowhouseTestDatabase";

    /** Finds the tests that ask for a database; Spring does this. */
    static final class Factory implements ContextCustomizerFactory {
        @Override
        public @Nullable ContextCustomizer createContextCustomizer(
                Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
            AutoConfigureRowhouseDatabase asked =
                    TestContextAnnotationUtils.findMergedAnnotation(testClass, AutoConfigureRowhouseDatabase.class);
            return asked == null ? null : new DatabaseCustomizer(List.of(asked.scripts()));
        }
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
        ConfigurableEnvironment environment = context.getEnvironment();
        RowhouseDatabase database = start(environment);
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton(BEAN, database);
        beans.registerDisposableBean(BEAN, database::close); // after the pools, which come later
        environment.getPropertySources().addFirst(new MapPropertySource(BEAN, properties(database)));
    }

    /** Where there are no scripts the application installs Rowhouse, with all that its properties say. */
    private RowhouseDatabase start(ConfigurableEnvironment environment) {
        RowhouseDatabase.Builder builder = RowhouseDatabase.builder();
        if (scripts.isEmpty()) {
            return builder.withoutRowhouse().start();
        }
        Optional.ofNullable(environment.getProperty("rowhouse.tenant-setting")).ifPresent(builder::tenantSetting);
        Optional.ofNullable(environment.getProperty("rowhouse.actor-setting")).ifPresent(builder::actorSetting);
        scripts.forEach(builder::script);
        return builder.start();
    }

    private static Map<String, Object> properties(RowhouseDatabase database) {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                "spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.applicationRole(),
                "spring.datasource.password", database.applicationPassword(),
                "spring.test.database.replace", "none",
                "rowhouse.schema.owner.url", database.jdbcUrl(),
                "rowhouse.schema.owner.username", database.ownerRole(),
                "rowhouse.schema.owner.password", database.ownerPassword()));
        for (String tool : List.of("flyway", "liquibase")) {
            properties.put("spring." + tool + ".url", database.jdbcUrl());
            properties.put("spring." + tool + ".user", database.ownerRole());
            properties.put("spring." + tool + ".password", database.ownerPassword());
        }
        return properties;
    }
}
