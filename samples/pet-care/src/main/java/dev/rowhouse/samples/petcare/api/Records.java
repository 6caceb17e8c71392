package dev.rowhouse.samples.petcare.api;

import dev.rowhouse.hibernate.SoftDeletes;
import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Adds, changes, deletes and restores rows of one kind, each in a transaction. Who changes or deletes one says which version was
 * seen.
 *
 * @param <E> the entity
 */
public final class Records<E extends TenantEntity> {
    private final Class<E> type;
    private final String kind;
    private final JpaRepository<E, UUID> repository;
    private final EntityManager entities;
    private final TransactionOperations transactions;

    public Records(
            Class<E> type,
            String kind,
            JpaRepository<E, UUID> repository,
            EntityManager entities,
            TransactionOperations transactions) {
        this.type = type;
        this.kind = kind;
        this.repository = repository;
        this.entities = entities;
        this.transactions = transactions;
    }

    public <V> V get(UUID id, Function<E, V> view) {
        return transactions.execute(status -> view.apply(require(id)));
    }

    public <V> V add(E entity, Function<E, V> view) {
        return transactions.execute(status -> view.apply(repository.saveAndFlush(entity)));
    }

    public <V> V change(UUID id, @Nullable String ifMatch, Consumer<E> change, Function<E, V> view) {
        return transactions.execute(status -> {
            E entity = require(id);
            Versions.requireMatch(ifMatch, entity);
            change.accept(entity);
            return view.apply(repository.saveAndFlush(entity));
        });
    }

    public void delete(UUID id, @Nullable String ifMatch) {
        transactions.executeWithoutResult(status -> {
            E entity = require(id);
            Versions.requireMatch(ifMatch, entity);
            repository.delete(entity);
        });
    }

    public <V> V restore(UUID id, Function<E, V> view) {
        return transactions.execute(status -> {
            SoftDeletes.in(entities).restore(type, id);
            return view.apply(require(id));
        });
    }

    private E require(UUID id) {
        return repository.findById(id).orElseThrow(() -> Problems.notFound(kind));
    }
}
