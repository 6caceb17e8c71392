package dev.rowhouse.spring.directory;

import dev.rowhouse.spring.TenantDirectory;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Reads tenants from the table that the properties name. */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "rowhouse.enabled", matchIfMissing = true)
@ConditionalOnProperty("rowhouse.directory.table")
@EnableConfigurationProperties(TenantDirectoryProperties.class)
class TenantDirectoryAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(TenantDirectory.class)
    static JdbcTenantDirectory rowhouseTenantDirectory(DataSource dataSource, TenantDirectoryProperties properties) {
        JdbcTenantDirectory.Builder builder = JdbcTenantDirectory.builder(dataSource)
                .idColumn(properties.idColumn())
                .nameColumns(properties.nameColumns().toArray(String[]::new))
                .timeToLive(properties.timeToLive());
        if (properties.table() != null) {
            builder.table(properties.table());
        }
        if (properties.statusColumn().isEmpty()) {
            builder.withoutStatus();
        } else {
            builder.status(properties.statusColumn(), properties.activeStatus().toArray(String[]::new));
        }
        return builder.build();
    }
}
