package dev.rowhouse.spring.task;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.spring.ForEachTenant;
import dev.rowhouse.spring.TenantDirectory;
import dev.rowhouse.spring.TenantScoped;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Takes tenants to other threads, and into methods that name them. */
@AutoConfiguration(beforeName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
class TenantTaskAutoConfiguration {
    @Bean
    static TenantTaskDecorator rowhouseTaskDecorator() {
        return new TenantTaskDecorator();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static AnnotatedMethods rowhouseTenantScoped(
            ConfigurableListableBeanFactory beans, ObjectProvider<TenantDirectory> directory) {
        return new AnnotatedMethods(TenantScoped.class, new TenantExpression(beans, directory), () -> {});
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static AnnotatedMethods rowhouseForEachTenant(ConfigurableListableBeanFactory beans) {
        return new AnnotatedMethods(ForEachTenant.class, new TenantLoop(beans), () -> requireDirectory(beans));
    }

    private static void requireDirectory(ConfigurableListableBeanFactory beans) {
        if (beans.getBeanNamesForType(TenantDirectory.class, false, false).length == 0) {
            throw new RowhouseException(
                    "Starting with a method that is annotated with @ForEachTenant: there is no bean of type"
                            + " TenantDirectory that could list the tenants. Add one.");
        }
    }
}
