package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.NativeSql;
import dev.rowhouse.hibernate.repository.TenantDataRepository;
import dev.rowhouse.testkit.archunit.planted.Entities.Base;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.NamedNativeQuery;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.Formula;
import org.springframework.data.jpa.repository.Query;

/** Sessions, and what is done with them. */
public final class Sessions {
    private Sessions() {}

    public static class Native {
        List<?> search(EntityManager entityManager) {
            return entityManager.createNativeQuery("select * from pet").getResultList();
        }
    }

    public static class Work {
        void touch(Session session) {
            Runnable later = () ->
                    session.doWork(connection -> connection.createStatement().close());
            later.run();
        }
    }

    @Entity
    @NamedNativeQuery(name = "all", query = "select * from named")
    public static class Named extends Base {}

    @Entity
    public static class Computed extends Base {
        @Formula("(select count(*) from visit)")
        long visits;
    }

    public interface SpringData {
        @Query(value = "select * from pet", nativeQuery = true)
        List<Object> all();

        @Query("from Pet")
        List<Object> mapped();
    }

    public static class Unexplained {
        @NativeSql(reason = "")
        List<?> search(EntityManager entityManager) {
            return entityManager.createNativeQuery("select * from pet").getResultList();
        }
    }

    public static class DeclaredMethod {
        @NativeSql(reason = "a recursive query over bills")
        List<?> search(Session session) {
            return session.createNativeQuery("select * from bill", Object.class).getResultList();
        }
    }

    @NativeSql(reason = "reports for the accountant")
    @Entity
    @NamedNativeQuery(name = "declared", query = "select * from declared")
    public static class DeclaredClass extends Base {
        @Formula("length(name)")
        int length;

        static class Inner {
            List<?> search(Session session) {
                return session.createNativeQuery("select 1", Object.class).getResultList();
            }
        }
    }

    public static class Hql {
        List<?> search(Session session) {
            return session.createQuery("from Pet", Object.class).getResultList();
        }
    }

    public static class Upsert {
        void write(StatelessSession session, Object row) {
            session.upsert(row);
        }
    }

    public static class DeleteByReference {
        Consumer<Object> eraser(StatelessSession session) {
            return session::delete;
        }
    }

    public interface Generated extends TenantDataRepository<Object, Long> {
        @Override
        StatelessSession session();
    }

    public abstract static class Generated_ implements Generated {
        public void delete(Object row) {
            session().delete(row);
        }
    }

    public abstract static class WrittenByHand implements Generated {
        public void delete(Object row) {
            session().delete(row);
        }
    }

    public static class Unfiltered {
        void show(Session session) {
            session.disableFilter("rowhouse_live");
        }
    }

    public static class OtherTenant {
        void look(Session session) {
            session.getEnabledFilter("_tenantId").setParameter("tenantId", "x");
        }
    }

    public static class Sound {
        void write(Session session, StatelessSession bulk, Object row) {
            bulk.insert(row);
            session.remove(session.merge(row));
            session.enableFilter("dueSoon");
        }
    }
}
