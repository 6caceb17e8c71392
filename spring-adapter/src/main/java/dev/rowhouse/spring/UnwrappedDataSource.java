package dev.rowhouse.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Leaves a data source as it is: one that leads to no tenant's rows, such as another database or the owner's connections. It
 * stands on the bean's method, or on its class. {@code rowhouse.datasource.exclude} does the same by name.
 *
 * <pre>{@code
 * @Bean
 * @UnwrappedDataSource
 * DataSource reports() { … }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface UnwrappedDataSource {}
