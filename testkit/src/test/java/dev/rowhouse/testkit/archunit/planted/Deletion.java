package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.testkit.archunit.planted.Entities.Base;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.SQLDelete;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SoftDelete;

/** Soft deletion of other kinds than Rowhouse's. */
public final class Deletion {
    private Deletion() {}

    @Entity
    @SoftDelete
    public static class Hibernates extends Base {}

    @Entity
    @SQLDelete(sql = "update by_sql set deleted_at = now() where id = ?")
    public static class BySql extends Base {}

    @Entity
    public static class Restricted extends Base {
        @OneToMany(mappedBy = "parent")
        @SQLRestriction("deleted_at is null")
        List<Hibernates> children;
    }

    @Entity
    public static class Plain extends Base {
        Instant deletedAt;
    }
}
