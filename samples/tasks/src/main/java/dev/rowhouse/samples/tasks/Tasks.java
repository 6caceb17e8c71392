package dev.rowhouse.samples.tasks;

import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.AsyncTenantJdbc;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.JdbcTenantRepository;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.TenantRepository;
import dev.rowhouse.repository.UuidV7;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The tasks of the current user. */
final class Tasks {
    private static final Restriction<Task> OPEN = Restriction.isNull("doneAt");
    private static final Restriction<Task> DONE = Restriction.not(OPEN);
    private static final Restriction<Task> DATED = Restriction.not(Restriction.isNull("dueOn"));
    private static final int SHOWN_IN_OVERVIEW = 5;

    private final TenantJdbc jdbc;
    private final AsyncTenantJdbc async;
    private final TenantRepository<Task, UUID> repository;

    Tasks(TenantJdbc jdbc, AsyncTenantJdbc async, PageCursors cursors) {
        this.jdbc = jdbc;
        this.async = async;
        this.repository = JdbcTenantRepository.builder(jdbc, Task.class, UUID.class)
                .table("phase2.task")
                .generateIds(UuidV7.generator())
                .cursors(cursors)
                .build();
    }

    /** In which order tasks are listed. The id decides between equal ones. */
    enum Sorting {
        /** The latest first. */
        CREATED(Order.by(Sort.desc("createdAt"))),
        /** The most urgent first, those without a date last. */
        DUE(Order.by(Sort.asc("dueOn")));

        private final Order<Task> order;

        Sorting(Order<Task> order) {
            this.order = order;
        }
    }

    /** Which tasks are listed. */
    record Filter(Optional<Boolean> done, Optional<LocalDate> dueBefore, Optional<String> titlePrefix) {
        Restriction<Task> restriction() {
            List<Restriction<? super Task>> restrictions = new ArrayList<>();
            done.ifPresent(is -> restrictions.add(is ? DONE : OPEN));
            dueBefore.ifPresent(day -> restrictions.add(Restriction.lessThan("dueOn", day)));
            titlePrefix.ifPresent(
                    prefix -> restrictions.add(Restriction.startsWith("titleKey", prefix.toLowerCase(Locale.ROOT))));
            return new Restriction.All<>(restrictions);
        }
    }

    /** What the user sees first. */
    record Overview(Counts counts, List<Task> next) {}

    /** How many tasks there are. */
    record Counts(long open, long done, long overdue, long deleted) {}

    Task add(Task task) {
        return repository.save(task);
    }

    Optional<Task> find(UUID id) {
        return repository.findById(id);
    }

    CursoredPage<Task> list(Filter filter, PageRequest page, Sorting sorting) {
        return repository.findPage(filter.restriction(), page, sorting.order);
    }

    /** Saves a task that was read and changed; fails if somebody else has changed it meanwhile. */
    Task save(Task task) {
        return repository.save(task);
    }

    /** Marks a task as done or not done. It is so afterwards, whatever it was before; the first moment is kept. */
    Optional<Task> mark(UUID id, boolean done) {
        return jdbc.sql("""
                        update phase2.task
                        set done_at = case when :done then coalesce(done_at, now()) end,
                            version = version + case when (done_at is null) = :done then 1 else 0 end
                        where tenant_id = :tenant
                        and id = :id
                        and deleted_at is null
                        """)
                .bind("done", done)
                .bind("tenant", TenantContext.require().tenantId())
                .bind("id", id)
                .returning(Task.class)
                .optional();
    }

    boolean delete(UUID id) {
        return repository.softDelete(id);
    }

    Optional<Task> restore(UUID id) {
        return repository.restore(id) ? repository.findById(id) : Optional.empty();
    }

    List<Task> trash() {
        return repository.findDeleted(Restriction.unrestricted(), Order.by(Sort.desc("deletedAt")), Limit.of(100));
    }

    long emptyTrash() {
        return repository.purge(Duration.ZERO);
    }

    /** Asks two questions at once. Both are asked for the user of this thread, on whichever threads they run. */
    Overview overview(LocalDate today) {
        CompletableFuture<Counts> counts = async.single(jdbc.sql("""
                        select
                            count(*) filter (where done_at is null and deleted_at is null) as open,
                            count(*) filter (where done_at is not null and deleted_at is null) as done,
                            count(*) filter (
                                where done_at is null and deleted_at is null and due_on < :today) as overdue,
                            count(*) filter (where deleted_at is not null) as deleted
                        from phase2.task
                        where tenant_id = :tenant
                        """)
                .bind("today", today)
                .bind("tenant", TenantContext.require().tenantId())
                .map(Counts.class));
        CompletableFuture<List<Task>> next = async.call(
                () -> repository.findAll(Restriction.all(OPEN, DATED), Sorting.DUE.order, Limit.of(SHOWN_IN_OVERVIEW)));
        return counts.thenCombine(next, Overview::new).join();
    }
}
