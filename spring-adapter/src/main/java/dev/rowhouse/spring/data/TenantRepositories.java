package dev.rowhouse.spring.data;

import dev.rowhouse.repository.PageCursors;
import jakarta.persistence.EntityManager;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.jpa.repository.support.JpaEntityInformation;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.data.jpa.repository.support.JpaRepositoryFragmentsContributor;
import org.springframework.data.querydsl.EntityPathResolver;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.data.repository.core.support.RepositoryFragment;

/** Gives each {@link TenantJpaRepository} its implementation, whatever base class and fragments the application has. */
final class TenantRepositories implements BeanPostProcessor {
    private final Supplier<PageCursors> cursors;

    TenantRepositories(Supplier<PageCursors> cursors) {
        this.cursors = cursors;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof JpaRepositoryFactoryBean<?, ?, ?> repository
                && TenantJpaRepository.class.isAssignableFrom(repository.getObjectType())) {
            repository.setRepositoryFragmentsContributor(
                    repository.getRepositoryFragmentsContributor().andThen(new Contributor(cursors)));
        }
        return bean;
    }

    private record Contributor(Supplier<PageCursors> cursors) implements JpaRepositoryFragmentsContributor {
        @Override
        public RepositoryFragments contribute(
                RepositoryMetadata metadata,
                JpaEntityInformation<?, ?> entityInformation,
                EntityManager entityManager,
                EntityPathResolver resolver) {
            return RepositoryFragments.just(
                    new TenantOperations<>(metadata.getDomainType(), metadata.getIdType(), entityManager, cursors));
        }

        @Override
        public RepositoryFragments describe(RepositoryMetadata metadata) {
            return RepositoryFragments.of(RepositoryFragment.structural(TenantOperations.class));
        }
    }
}
