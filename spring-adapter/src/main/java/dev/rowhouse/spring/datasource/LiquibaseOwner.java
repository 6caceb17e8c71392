package dev.rowhouse.spring.datasource;

import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Gives Liquibase connections without a tenant, and installs the database side before it migrates, which it does when initialized. */
final class LiquibaseOwner implements BeanPostProcessor {
    private final ObjectProvider<SchemaInstallation> installation;

    LiquibaseOwner(ObjectProvider<SchemaInstallation> installation) {
        this.installation = installation;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof SpringLiquibase liquibase) {
            DataSource given = liquibase.getDataSource();
            boolean ownUser = true;
            if (given instanceof WrappedDataSource wrapped) {
                liquibase.setDataSource(wrapped.pool());
                ownUser = false;
            }
            if (installation.getObject().precedesMigrations("Liquibase", ownUser)) {
                installation.getObject().installOn(liquibase.getDataSource());
            }
        }
        return bean;
    }
}
