package dev.rowhouse.testkit.archunit;

/**
 * A rule of architecture: what it asks for, what happens where it is broken, and how that is mended.
 *
 * @since 0.1
 */
public enum TenantRule {
    /** Entities carry a tenant or are declared shared. */
    ENTITIES_CARRY_A_TENANT(
            "entities carry a tenant or say that they are shared",
            "Hibernate reads and writes such an entity for all tenants alike, and its table is easily left without row-level"
                    + " security too.",
            "Extend dev.rowhouse.hibernate.TenantEntity or put @TenantId on an attribute. If the rows belong to no tenant, say"
                    + " so: @SharedTable(reason = \"...\"). Name the packages of all entities where some were not looked at."),

    /** Data sources, pools and drivers are known to the configuration alone. */
    DATA_SOURCES_STAY_IN_THE_CONFIGURATION(
            "data sources stay in the configuration",
            "Only connections of TenantDataSource carry the tenant. A javax.sql.DataSource may be the pool under it, and what"
                    + " unwrap returns is: statements there run for no tenant, or for all of them under a privileged role.",
            "Wrap the pool once, in a package that is declared with configuredIn(...), and hand out TenantDataSource, TenantJdbc"
                    + " or repositories."),

    /** Native SQL beside a mapper is declared. */
    NATIVE_SQL_IS_DECLARED(
            "native SQL beside Hibernate is declared",
            "Hibernate adds neither tenant nor soft delete to SQL written by hand: deleted rows come back, and only row-level"
                    + " security keeps other tenants' rows away.",
            "Use HQL, criteria or a repository. Where SQL is the better way, put @NativeSql(reason = \"...\") on the method or"
                    + " the class."),

    /** Sessions keep their filters and write nothing by id alone. */
    SESSIONS_KEEP_THEIR_FILTERS(
            "sessions keep their filters and write what they have read",
            "StatelessSession changes a row by id and asks for no tenant: with another tenant's id, only row-level security"
                    + " stands in the way. A filter that is taken off hides neither other tenants' nor deleted rows.",
            "Find the entity in a Session and change it there, or use a TenantRepository; findDeleted and restore of a repository"
                    + " show what is deleted."),

    /** What deleting does is decided by Rowhouse alone. */
    SOFT_DELETE_HAS_ONE_MECHANISM(
            "soft delete has one mechanism",
            "Two mechanisms then decide what is deleted and what is hidden. @SoftDelete leaves the version alone, so that a late"
                    + " update of a deleted row succeeds; with @SQLDelete and @SQLRestriction a bulk delete removes rows for good;"
                    + " neither lets a row be restored.",
            "Put @DeletedAt of dev.rowhouse.hibernate on the attribute, or extend TenantEntity, and remove the annotation that was"
                    + " found."),

    /** Associations to one entity are lazy. */
    TO_ONE_ASSOCIATIONS_ARE_LAZY(
            "to-one associations are lazy",
            "An association that is loaded at once and points to a hidden row, because that is deleted, fails to load, or reads"
                    + " as null, which a later flush writes: the link is lost.",
            "Write fetch = FetchType.LAZY, without @Fetch(JOIN) and @NotFound; fetch in the query where it is needed."),

    /** Entities of tenants are not linked by tables without an entity. */
    LINK_TABLES_ARE_ENTITIES(
            "link tables between tenants' entities are entities",
            "The link table has no tenant in the mapping: Hibernate filters neither what it reads nor what it deletes there, and"
                    + " deleting an owner deletes its links for good.",
            "Map the link as an entity with a tenant and two lazy @ManyToOne; give a @OneToMany its mappedBy."),

    /** Repositories are used from the declared layers. */
    REPOSITORIES_ARE_USED_FROM_THEIR_LAYERS(
            "repositories are used from the declared layers",
            "Code outside them runs where nobody resolved a tenant or began a transaction: each statement then stands alone, and"
                    + " who may do what is decided nowhere.",
            "Go through a service of a declared layer, or declare the package with repositoriesUsedFrom(...)."),

    /** Static fields hold no tenant. */
    CONTEXT_IS_NOT_STATIC(
            "no static field holds a tenant",
            "A static field is the same for all requests: one tenant's context, connection or session serves the next.",
            "Ask TenantContext.require() where the tenant is needed, and pass sessions and connections as arguments."),

    /** Threads and pools carry the context. */
    THREADS_CARRY_THE_CONTEXT(
            "threads and pools carry the context",
            "The tenant is bound to a thread. Work on another thread has none: it is refused, or finds nothing where no row asks"
                    + " the policy.",
            "In the same method, wrap a pool with TenantContext.propagating(pool), a task or the executor of a CompletableFuture"
                    + " with context.wrap(...). Use no parallel streams around repositories."),

    /** Unique keys carry the tenant. */
    UNIQUE_KEYS_CARRY_THE_TENANT(
            "unique keys of tenants' entities carry the tenant",
            "PostgreSQL checks a unique key across all tenants: an insert that fails tells that another tenant has the value, and"
                    + " keeps this one from using it.",
            "Put the tenant's column first: @Table(uniqueConstraints = @UniqueConstraint(columnNames = {\"tenant_id\", ...}))."
                    + " A soft-deleted table needs a partial index in the migration instead. A @NaturalId needs one on the tenant"
                    + " too.");

    private final String title;
    private final String danger;
    private final String remedy;

    TenantRule(String title, String danger, String remedy) {
        this.title = title;
        this.danger = danger;
        this.remedy = remedy;
    }

    /**
     * Returns what the rule asks for.
     *
     * @return a clause without a full stop
     */
    public String title() {
        return title;
    }

    /**
     * Returns what happens where the rule is broken.
     *
     * @return whole sentences
     */
    public String danger() {
        return danger;
    }

    /**
     * Returns how to mend what the rule finds.
     *
     * @return whole sentences
     */
    public String remedy() {
        return remedy;
    }
}
