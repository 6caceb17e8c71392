package dev.rowhouse.spring.datasource;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.SigningKey;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.DataSourceListenerFactory;
import dev.rowhouse.spring.UnwrappedDataSource;
import java.lang.annotation.Annotation;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/** Wraps every data source that is a bean, after all others have done what they do to it. */
final class DataSourceWrapping implements BeanPostProcessor, Ordered {
    /** Data sources of migrations belong to the owner. */
    private static final List<String> MIGRATIONS = List.of(
            "org.springframework.boot.flyway.autoconfigure.FlywayDataSource",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource");

    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<RowhouseProperties> properties;
    private final ObjectProvider<SigningKey> signingKey;
    private final ObjectProvider<TenantDataSource.Listener> listeners;
    private final ObjectProvider<DataSourceListenerFactory> listenerFactories;
    private final List<Class<? extends Annotation>> optOuts;

    DataSourceWrapping(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<RowhouseProperties> properties,
            ObjectProvider<SigningKey> signingKey,
            ObjectProvider<TenantDataSource.Listener> listeners,
            ObjectProvider<DataSourceListenerFactory> listenerFactories) {
        this.beans = beans;
        this.properties = properties;
        this.signingKey = signingKey;
        this.listeners = listeners;
        this.listenerFactories = listenerFactories;
        this.optOuts = Stream.concat(Stream.of(UnwrappedDataSource.class.getName()), MIGRATIONS.stream())
                .filter(name -> ClassUtils.isPresent(name, beans.getBeanClassLoader()))
                .<Class<? extends Annotation>>map(name -> ClassUtils.resolveClassName(name, beans.getBeanClassLoader())
                        .asSubclass(Annotation.class))
                .toList();
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof DataSource dataSource && isToBeWrapped(dataSource, beanName)) {
            if (dataSource instanceof AbstractRoutingDataSource routing) {
                unwrapTargets(routing, beanName);
            }
            return new WrappedDataSource(dataSource, tenantDataSource(dataSource, beanName));
        }
        return bean;
    }

    /** Whether this data source would reach the database without a tenant although nobody said so. */
    boolean isToBeWrapped(DataSource dataSource, String beanName) {
        return !(dataSource instanceof ScopedObject)
                && !leadsToTenantDataSource(dataSource)
                && !properties.getObject().datasource().exclude().contains(beanName)
                && optOuts.stream().noneMatch(annotation -> isAnnotated(beanName, annotation));
    }

    /** A routing data source is wrapped itself, because what asks it to unwrap would get one of its targets. */
    private static boolean leadsToTenantDataSource(DataSource dataSource) {
        if (dataSource instanceof AbstractRoutingDataSource) {
            return false;
        }
        try {
            return dataSource.isWrapperFor(TenantDataSource.class);
        } catch (SQLException e) {
            throw new RowhouseException(
                    "Wrapping data source " + dataSource.getClass().getName()
                            + ": it does not say what is in it. Exclude it by rowhouse.datasource.exclude, and wrap what is"
                            + " in it by TenantDataSource.",
                    e);
        }
    }

    private boolean isAnnotated(String beanName, Class<? extends Annotation> annotation) {
        try {
            return beans.findAnnotationOnBean(beanName, annotation, false) != null;
        } catch (NoSuchBeanDefinitionException e) {
            return false; // a bean inside another's definition has no name of its own
        }
    }

    private static void unwrapTargets(AbstractRoutingDataSource routing, String beanName) {
        DataSource standard = routing.getResolvedDefaultDataSource();
        Map<Object, Object> targets = new HashMap<>();
        routing.getResolvedDataSources().forEach((key, target) -> targets.put(key, unwrapped(target, beanName)));
        routing.setTargetDataSources(targets);
        if (standard != null) {
            routing.setDefaultTargetDataSource(unwrapped(standard, beanName));
        }
        routing.afterPropertiesSet();
    }

    private static DataSource unwrapped(DataSource target, String beanName) {
        if (target instanceof WrappedDataSource wrapped) {
            return wrapped.pool();
        }
        if (leadsToTenantDataSource(target)) {
            throw new RowhouseException("Wrapping the routing data source " + beanName + ": its target " + target
                    + " is wrapped already, and the tenant would be sent twice. Give it the pools themselves.");
        }
        return target;
    }

    private TenantDataSource tenantDataSource(DataSource pool, String beanName) {
        RowhouseProperties settings = properties.getObject();
        TenantDataSource.Builder builder = TenantDataSource.builder(pool).isolationCheck(settings.isolation());
        if (settings.tenantSetting() != null) {
            builder.tenantSetting(settings.tenantSetting());
        }
        if (settings.actorSetting() != null) {
            builder.actorSetting(settings.actorSetting());
        }
        if (settings.settingFunction() != null) {
            builder.settingFunction(settings.settingFunction());
        }
        if (settings.requireTenant()) {
            builder.requireTenant();
        }
        SigningKey key = signingKey();
        if (key != null) {
            builder.signingKey(key);
        }
        if (settings.signing().contextLifetime() != null) {
            builder.contextLifetime(settings.signing().contextLifetime());
        }
        List<TenantDataSource.Listener> all = listeners(beanName);
        if (!all.isEmpty()) {
            builder.listener(all.size() == 1 ? all.get(0) : new Listeners(all));
        }
        return builder.build();
    }

    private List<TenantDataSource.Listener> listeners(String beanName) {
        String name =
                ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
        return Stream.concat(
                        listeners.orderedStream(),
                        listenerFactories.orderedStream().map(factory -> factory.listenerFor(name)))
                .toList();
    }

    /** The key of the properties, or else the application's bean. */
    @Nullable
    SigningKey signingKey() {
        RowhouseProperties.Signing signing = properties.getObject().signing();
        return signing.key() == null ? signingKey.getIfUnique() : SigningKey.ofBase64(signing.keyId(), signing.key());
    }
}
