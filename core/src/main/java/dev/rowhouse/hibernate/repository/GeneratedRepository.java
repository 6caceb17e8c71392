package dev.rowhouse.hibernate.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.internal.TenantSessionFactory;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.StaleVersionException;
import jakarta.data.exceptions.EntityExistsException;
import jakarta.data.exceptions.OptimisticLockingFailureException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SharedSessionContract;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/** Does the work of a generated repository with one of Rowhouse's, in its session or in a child of that. */
final class GeneratedRepository {
    private GeneratedRepository() {}

    static <T, K, R> R call(
            TenantDataRepository<T, K> generated, Function<HibernateTenantRepository<T, K>, ? extends R> work) {
        SharedSessionContract session = generated.session();
        if (session instanceof Session stateful) {
            return work.apply(repository(generated, stateful));
        }
        try (Session child = session.sessionWithOptions().connection().openSession()) {
            return work.apply(repository(generated, child));
        }
    }

    /** Saves, and says what went wrong as the generated methods do. */
    static <T, K, S extends T> List<S> saved(TenantDataRepository<T, K> generated, List<S> entities) {
        try {
            @SuppressWarnings("unchecked") // what is stored is of the class that was given
            List<S> saved = (List<S>) call(generated, repository -> repository.saveAll(entities));
            return saved;
        } catch (DuplicateKeyException e) {
            throw new EntityExistsException(e.getMessage(), e);
        } catch (StaleVersionException e) {
            throw new OptimisticLockingFailureException(e.getMessage(), e);
        }
    }

    private static <T, K> HibernateTenantRepository<T, K> repository(
            TenantDataRepository<T, K> generated, Session session) {
        SessionFactoryImplementor factory = session.getFactory().unwrap(SessionFactoryImplementor.class);
        EntityModel model = TenantSessionFactory.kept(
                factory,
                generated.getClass(),
                EntityModel.class,
                () -> new EntityModel(factory, entityOf(generated.getClass())));
        return new HibernateTenantRepository<>(model, generated.pageCursors(), session);
    }

    private static Class<?> entityOf(Class<?> repository) {
        if (argument(repository, TenantDataRepository.class.getTypeParameters()[0]) instanceof Class<?> entity) {
            return entity;
        }
        throw new IllegalArgumentException("Using repository " + repository.getName()
                + ": it does not say of which entity it is. Extend TenantDataRepository or TenantCrudRepository with the"
                + " types of the entity and its id.");
    }

    /** What a class has chosen for a type parameter of one of its supertypes, or null if it is none. */
    private static @Nullable Type argument(Class<?> type, TypeVariable<?> parameter) {
        return Stream.concat(Stream.of(type.getGenericInterfaces()), Stream.ofNullable(type.getGenericSuperclass()))
                .map(supertype -> argument(supertype, parameter))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Type argument(Type supertype, TypeVariable<?> parameter) {
        if (supertype instanceof Class<?> plain) {
            return argument(plain, parameter);
        }
        if (!(supertype instanceof ParameterizedType given && given.getRawType() instanceof Class<?> raw)) {
            return null;
        }
        List<TypeVariable<?>> own = List.of(raw.getTypeParameters());
        Type found = own.contains(parameter) ? parameter : argument(raw, parameter);
        int index = found instanceof TypeVariable<?> variable ? own.indexOf(variable) : -1;
        return index < 0 ? found : requireNonNull(given.getActualTypeArguments()[index]);
    }
}
