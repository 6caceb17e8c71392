package dev.rowhouse.spring.datasource;

import static java.util.Objects.requireNonNull;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Installs the database side as the owner whom the properties name. All other initializers of databases come after it. */
final class SchemaInitializer implements InitializingBean {
    private final SchemaInstallation installation;
    private final RowhouseProperties.Owner owner;
    private final ObjectProvider<DataSource> dataSource;

    SchemaInitializer(
            SchemaInstallation installation, RowhouseProperties.Owner owner, ObjectProvider<DataSource> dataSource) {
        this.installation = installation;
        this.owner = owner;
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() {
        DataSourceBuilder<?> builder = owner.url() == null
                ? DataSourceBuilder.derivedFrom(dataSource.getObject())
                : DataSourceBuilder.create().url(owner.url());
        builder.username(requireNonNull(owner.username()));
        if (owner.password() != null) {
            builder.password(owner.password());
        }
        installation.installOn(builder.type(SimpleDriverDataSource.class).build());
    }
}
