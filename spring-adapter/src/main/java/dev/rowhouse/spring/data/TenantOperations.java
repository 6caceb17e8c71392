package dev.rowhouse.spring.data;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.SoftDeletes;
import dev.rowhouse.hibernate.repository.CriteriaRestriction;
import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import jakarta.data.Order;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.util.function.SingletonSupplier;

/**
 * What {@link TenantJpaRepository} adds, by the repository of the core in the session of the transaction at hand. Its methods are called
 * by name.
 */
final class TenantOperations<T, ID> {
    private static final String CURSOR = "cursor";

    private final Class<T> type;
    private final EntityManager entityManager;
    private final Supplier<HibernateTenantRepository<T, ID>> repository;

    TenantOperations(Class<T> type, Class<ID> idType, EntityManager entityManager, Supplier<PageCursors> cursors) {
        this.type = type;
        this.entityManager = entityManager;
        this.repository = SingletonSupplier.of(
                () -> HibernateTenantRepository.builder(entityManager.getEntityManagerFactory(), type, idType)
                        .currentSession(this::session)
                        .cursors(cursors.get())
                        .build());
    }

    /** The session itself: what stands for it in repositories does not know all that the core asks. */
    private Session session() {
        return entityManager.unwrap(SessionImplementor.class);
    }

    public boolean restore(ID id) {
        return repository.get().restore(id);
    }

    public boolean purge(ID id) {
        return SoftDeletes.in(session()).purge(type, requireNonNull(id, "id"));
    }

    public long purge(Duration olderThan) {
        return repository.get().purge(olderThan);
    }

    public Optional<T> findDeletedById(ID id) {
        return repository.get().findDeletedById(id);
    }

    public List<T> findDeleted(Restriction<? super T> restriction, Sort sort, Limit limit) {
        return repository
                .get()
                .findDeleted(
                        restriction,
                        order(sort),
                        jakarta.data.Limit.of(limit.isLimited() ? limit.max() : Integer.MAX_VALUE));
    }

    public Window<T> scroll(Restriction<? super T> restriction, Sort sort, Limit limit, ScrollPosition position) {
        requireNonNull(restriction, "restriction");
        return window(request -> repository.get().findPage(restriction, request, order(sort)), limit, position);
    }

    public Window<T> scroll(Specification<T> specification, Sort sort, Limit limit, ScrollPosition position) {
        CriteriaRestriction<T> restriction = requireNonNull(specification, "specification")::toPredicate;
        return window(request -> repository.get().findPage(restriction, request, order(sort)), limit, position);
    }

    private Window<T> window(Function<PageRequest, CursoredPage<T>> pages, Limit limit, ScrollPosition position) {
        if (limit.isUnlimited() || limit.max() < 1) {
            throw new IllegalArgumentException("Scrolling through " + type.getSimpleName()
                    + ": no size of the window was given. Give one, such as Limit.of(20).");
        }
        if (!(position instanceof KeysetScrollPosition keyset)) {
            throw new IllegalArgumentException("Scrolling through " + type.getSimpleName() + ": " + position
                    + " counts rows, which are read in vain. Begin with ScrollPosition.keyset().");
        }
        boolean backwards = keyset.scrollsBackward();
        PageRequest request = PageRequest.ofSize(limit.max()).withoutTotal();
        if (!keyset.isInitial()) {
            PageRequest.Cursor cursor = PageRequest.Cursor.forKey(cursor(keyset));
            request = backwards
                    ? PageRequest.beforeCursor(cursor, 1, limit.max(), false)
                    : PageRequest.afterCursor(cursor, 1, limit.max(), false);
        } else if (backwards) {
            throw new IllegalArgumentException("Scrolling through " + type.getSimpleName()
                    + ": it was to go backwards from nowhere. Reverse the sort to begin at the end.");
        }
        CursoredPage<T> page = pages.apply(request);
        return Window.from(
                page.content(),
                index -> ScrollPosition.of(Map.of(CURSOR, page.cursor(index).get(0)), keyset.getDirection()),
                backwards ? page.hasPrevious() : page.hasNext());
    }

    static KeysetScrollPosition position(String cursor) {
        return ScrollPosition.forward(Map.of(CURSOR, requireNonNull(cursor, "cursor")));
    }

    static String cursor(ScrollPosition position) {
        if (requireNonNull(position, "position") instanceof KeysetScrollPosition keyset
                && keyset.getKeys().size() == 1
                && keyset.getKeys().get(CURSOR) instanceof String text) {
            return text;
        }
        throw new InvalidCursorException(
                "Reading a position: it is none that a window of a TenantJpaRepository has given. Begin again with"
                        + " ScrollPosition.keyset().",
                null);
    }

    private Order<T> order(Sort sort) {
        List<jakarta.data.Sort<? super T>> sorts = new ArrayList<>();
        for (Sort.Order by : sort) {
            if (by.getNullHandling() != Sort.NullHandling.NATIVE) {
                throw new IllegalArgumentException("Ordering " + type.getSimpleName() + " by " + by.getProperty()
                        + ": it says where nulls go. They are greater than anything here, last where an order ascends."
                        + " Leave it out.");
            }
            sorts.add(new jakarta.data.Sort<>(by.getProperty(), by.isAscending(), by.isIgnoreCase()));
        }
        return Order.by(sorts);
    }
}
