package dev.rowhouse.spring.cache;

import dev.rowhouse.RowhouseException;
import java.util.Set;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.CacheManager;
import org.springframework.core.Ordered;

/** Wraps every cache manager that is a bean, after all others have done what they do to it, and sees that none escapes. */
final class CacheWrapping implements BeanPostProcessor, SmartInitializingSingleton, Ordered {
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<TenantCacheProperties> properties;

    CacheWrapping(ConfigurableListableBeanFactory beans, ObjectProvider<TenantCacheProperties> properties) {
        this.beans = beans;
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof CacheManager caches && isToBeWrapped(caches, beanName)
                ? new TenantCaches(caches, Set.copyOf(properties.getObject().shared()))
                : bean;
    }

    private boolean isToBeWrapped(CacheManager caches, String beanName) {
        return !(caches instanceof TenantCaches || caches instanceof ScopedObject)
                && !properties.getObject().exclude().contains(beanName);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(CacheManager.class, true, false)) {
            if (beans.containsSingleton(name)
                    && beans.getBean(name) instanceof CacheManager caches
                    && isToBeWrapped(caches, name)) {
                throw new RowhouseException("Starting with cache manager " + name
                        + ": it was created before Rowhouse could wrap it, for a bean post-processor, or something that one"
                        + " needs, so that tenants would share its entries. Let that ask for the cache manager later, by"
                        + " ObjectProvider<CacheManager>, or name it in rowhouse.cache.exclude if it holds nothing of"
                        + " tenants.");
            }
        }
    }
}
