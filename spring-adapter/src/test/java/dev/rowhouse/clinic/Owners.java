package dev.rowhouse.clinic;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.transaction.annotation.Transactional;

/** A repository that knows nothing of Rowhouse. */
interface Owners extends JpaRepository<Owner, UUID>, JpaSpecificationExecutor<Owner> {
    interface NameOnly {
        String getName();
    }

    record NameAndAge(String name, int age) {}

    List<Owner> findByNameStartingWithOrderByName(String prefix);

    boolean existsByName(String name);

    long countByNameStartingWith(String prefix);

    List<NameOnly> findProjectedByNameStartingWith(String prefix);

    List<NameAndAge> findRecordsByNameStartingWith(String prefix);

    Slice<Owner> findSliceByNameStartingWith(String prefix, Pageable pageable);

    @QueryHints(@QueryHint(name = "org.hibernate.fetchSize", value = "2"))
    Stream<Owner> streamByNameStartingWith(String prefix);

    @EntityGraph(attributePaths = "animals")
    List<Owner> findWithAnimalsByNameStartingWith(String prefix);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<Owner> findLockedByNameStartingWith(String prefix);

    @Query("select o from Owner o where o.name like ?1%")
    List<Owner> queried(String prefix);

    @NativeQuery("select * from owner order by name")
    List<Owner> everything();

    @NativeQuery("select name from owner where id = ?1")
    List<String> nativeName(UUID id);

    @Transactional
    long deleteByName(String name);

    @Transactional
    @Modifying
    @Query("delete from Owner o where o.name = ?1")
    int bulkDelete(String name);

    @Transactional
    @Modifying
    @Query("update Owner o set o.name = ?2 where o.id = ?1")
    int rename(UUID id, String name);

    @Transactional
    @Modifying
    @Query("update Owner o set o.tenantId = ?2 where o.id = ?1")
    int move(UUID id, UUID tenant);

    @Transactional
    @Modifying
    @NativeQuery("update owner set name = ?2 where id = ?1")
    int renameNatively(UUID id, String name);

    @Transactional
    @Modifying
    @NativeQuery("delete from owner where id = ?1")
    int deleteNatively(UUID id);
}
