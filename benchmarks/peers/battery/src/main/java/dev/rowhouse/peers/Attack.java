package dev.rowhouse.peers;

/**
 * A way in which one tenant, the attacker, reaches another tenant's rows. Each says what is tried and why it matters.
 *
 * <p>Titles are how rows are told apart: only a row of the victim has the victim's title.
 */
public enum Attack {
    FIND_BY_ID(Kind.READ, "find an entity by the victim's id", "ids travel in links and logs"),
    QUERY_BY_ID(Kind.READ, "query for the victim's id in the library's own language", "the usual way to read"),
    OR_IN_CRITERIA(Kind.READ, "criteria: own id or any title", "an OR must not free the tenant condition"),
    TO_ONE_ASSOCIATION(
            Kind.READ, "read the title of the victim's document through an own note", "rows may refer across tenants"),
    LAZY_COLLECTION(
            Kind.READ, "read a one-to-many collection that the victim's note refers to", "collections are read by key"),
    LINK_TABLE(Kind.READ, "read a many-to-many collection with a link to the victim's tag", "links carry no tenant"),
    ELEMENT_COLLECTION(Kind.READ, "read a collection of texts with a row of the victim", "so do collection tables"),
    SHARED_CACHE(Kind.READ, "find by id what the victim has just read", "what is cached must be cached by tenant"),

    NATIVE_SELECT(Kind.READ, "native select by id", "reports and searches are native SQL"),
    NATIVE_ENTITY_CHANGED(Kind.WRITE, "load an entity by native SQL, then change it", "the write goes by id"),
    NATIVE_UPDATE(Kind.WRITE, "native update without a condition", "one forgotten condition"),
    NATIVE_DELETE(Kind.WRITE, "native delete without a condition", "one forgotten condition"),
    NATIVE_INSERT(Kind.WRITE, "native insert of a row for the victim", "planted rows"),
    JDBC_CONNECTION(Kind.READ, "select on the JDBC connection that the library hands out", "the usual escape hatch"),
    COPY_OUT(Kind.READ, "copy the table out through the driver behind that connection", "bulk exports"),
    CALLABLE_STATEMENT(Kind.READ, "a callable statement on that connection", "another class of the driver"),
    JDBC_BATCH(Kind.WRITE, "a JDBC batch of updates on that connection", "another way to the server"),

    BULK_UPDATE(Kind.WRITE, "bulk update of all rows in the library's own language", "no entity is loaded"),
    BULK_DELETE(Kind.WRITE, "bulk delete of all rows in the library's own language", "no entity is loaded"),
    MERGE_FOREIGN(Kind.WRITE, "save a detached entity with the victim's id", "what a client sends back"),
    REMOVE_REFERENCE(Kind.WRITE, "remove by the victim's id without reading first", "a delete button with an id"),
    STATELESS_UPDATE(Kind.WRITE, "update by id past the session", "batch jobs"),
    STATELESS_DELETE(Kind.WRITE, "delete by id past the session", "batch jobs"),
    STATELESS_UPSERT(Kind.WRITE, "upsert with the victim's id", "imports"),
    FOREIGN_KEY(Kind.WRITE, "save an own note that refers to the victim's document", "constraints bypass policies"),

    TENANT_SET_BY_HAND(Kind.WRITE_OUT, "save a new entity that names the victim as its tenant", "mass assignment"),
    TENANT_CHANGED(Kind.WRITE_OUT, "change the tenant of an own entity", "mass assignment"),
    TENANT_MOVED_IN_BULK(Kind.WRITE_OUT, "bulk update that gives an own row to the victim", "rows change hands"),
    FILTER_SWITCHED_OFF(Kind.READ, "the library's public switch for its tenant condition", "any code can call it"),
    CONTEXT_FORGED(Kind.READ, "native SQL that sets the victim as tenant, then selects", "SQL injection"),

    NO_TENANT_QUERY(Kind.NO_TENANT, "query without any tenant bound", "a job that forgot it"),
    NO_TENANT_NATIVE(Kind.NO_TENANT, "native select without any tenant bound", "a job that forgot it"),
    NO_TENANT_INSERT(Kind.NO_TENANT, "save a new entity without any tenant bound", "rows that belong to nobody"),
    OUTSIDE_TRANSACTION_QUERY(Kind.READ, "query all outside a transaction", "autocommit reads are common"),
    OUTSIDE_TRANSACTION_NATIVE(Kind.READ, "native select outside a transaction", "autocommit reads are common"),
    TENANT_SWITCHED(
            Kind.SWITCHED, "go on with a session of the victim after the tenant changed", "thread locals change"),

    HISTORY_TABLE(Kind.READ, "native select on the history of the table, which a trigger writes", "copies of rows"),
    NEW_TABLE(Kind.READ, "native select on a table that a migration just made", "the next migration forgets it"),
    GRANTED_TABLE(
            Kind.READ, "the same on a table that was granted long ago and declared to nobody", "existing databases"),
    VIEW(Kind.READ, "native select on a view of the owner", "views run as their owner"),
    DEFINER_FUNCTION(Kind.READ, "native select from a security definer function of the owner", "runs as its owner"),
    SUPERUSER_LOGIN(Kind.READ, "native select while logged in as a superuser", "the first configuration of many");

    /** What an attack is after, which decides how its control runs. */
    enum Kind {
        /** To see the victim's row. Control: the victim itself sees it in the same way. */
        READ,
        /** To change the victim's row or to link to it. Control: the victim itself does it in the same way. */
        WRITE,
        /** To write a row for the victim. No control by the victim. */
        WRITE_OUT,
        /** To see or write any tenant's row. Control: with the victim bound. */
        NO_TENANT,
        /** To see the victim's row in its own session. */
        SWITCHED
    }

    private final Kind kind;
    private final String tried;
    private final String reason;

    Attack(Kind kind, String tried, String reason) {
        this.kind = kind;
        this.tried = tried;
        this.reason = reason;
    }

    Kind kind() {
        return kind;
    }

    String tried() {
        return tried;
    }

    String reason() {
        return reason;
    }
}
