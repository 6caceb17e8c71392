package dev.rowhouse.testkit.spring;

import dev.rowhouse.TenantContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.support.Repositories;

/** Asks repositories of Spring Data for the entities of the other tenant. */
final class RepositoryProbe {
    private final String name;
    private final CrudRepository<Object, Object> repository;
    private final Repositories repositories;
    private final List<String> findings;

    private RepositoryProbe(
            String name, CrudRepository<Object, Object> repository, Repositories repositories, List<String> findings) {
        this.name = name;
        this.repository = repository;
        this.repositories = repositories;
        this.findings = findings;
    }

    @SuppressWarnings("unchecked") // whatever their entities are
    static void probe(
            ApplicationContext context,
            Set<String> exceptions,
            TenantContext one,
            TenantContext other,
            List<String> findings) {
        Repositories repositories = new Repositories(context);
        new TreeMap<>(context.getBeansOfType(CrudRepository.class, false, false)).forEach((name, repository) -> {
            if (!exceptions.contains(name)) {
                RepositoryProbe probe = new RepositoryProbe(name, repository, repositories, findings);
                try {
                    probe.probe(one, other);
                } catch (RuntimeException e) {
                    findings.add("Repository " + name + " could not be looked at: " + e);
                }
            }
        });
    }

    /** Reads each tenant's entities first, so that what a cache has kept of them is there for the other. */
    private void probe(TenantContext one, TenantContext other) {
        Set<Object> ofOne = one.call(this::ids);
        Set<Object> ofOther = other.call(this::ids);
        Set<Object> shared = new HashSet<>(ofOne);
        shared.retainAll(ofOther);
        if (!shared.isEmpty()) {
            findings.add("Leak: repository " + name + " finds " + shared.size() + " entities for tenant "
                    + one.tenantId() + " and for tenant " + other.tenantId() + " alike.");
        }
        probe(one, ofOne, other, shared);
        probe(other, ofOther, one, shared);
    }

    private Set<Object> ids() {
        Set<Object> ids = new HashSet<>();
        for (Object entity : repository.findAll()) {
            ids.add(idOf(entity));
        }
        return ids;
    }

    private Object idOf(Object entity) {
        return repositories
                .getEntityInformationFor(AopUtils.getTargetClass(entity))
                .getRequiredId(entity);
    }

    private void probe(TenantContext owner, Set<Object> ids, TenantContext reader, Set<Object> shared) {
        if (ids.isEmpty()) {
            findings.add("Nothing is proven: repository " + name + " finds nothing for tenant " + owner.tenantId()
                    + ". Add something, or leave it out.");
        }
        List<Object> found = new ArrayList<>();
        for (Object id : ids) {
            owner.run(() -> repository.findById(id)); // what a cache would keep
            boolean exists = reader.call(() -> repository.existsById(id));
            boolean given = reader.call(() -> repository.findById(id).isPresent());
            if ((exists || given) && !shared.contains(id)) {
                found.add(id);
            }
        }
        if (!found.isEmpty()) {
            findings.add("Leak: repository " + name + " gives tenant " + reader.tenantId() + " " + found.size()
                    + " entities of tenant " + owner.tenantId() + " by their ids.");
        }
        long counted = reader.call(repository::count);
        long own = reader.call(this::ids).size();
        if (counted > own) {
            findings.add("Leak: repository " + name + " counts " + counted + " entities for tenant " + reader.tenantId()
                    + ", which has " + own + ".");
        }
    }
}
