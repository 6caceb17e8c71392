package dev.rowhouse.peers.speed;

/** What is measured, in the order of the report. */
enum Work {
    FIND("find by id, in a transaction", Table.VISIT, 1),

    FIND_ALONE("find by id, without one", Table.VISIT, 1),

    FIRST_PAGE("page of 20, the first", Table.VISIT, 1),

    DEEP_PAGE("page of 20 behind 100,000 others", Table.VISIT, 1),

    INSERT("insert 1", Table.NEW_VISIT, 1),

    INSERT_MANY("insert 1,000", Table.NEW_VISIT, 1_000),

    UPDATE("read and update 1", Table.CHANGED_VISIT, 1),

    UPDATE_MANY("read and update 1,000", Table.CHANGED_VISIT, 1_000),

    SOFT_DELETE_MANY("read and soft-delete 1,000", Table.CHANGED_VISIT, 1_000);

    private final String title;
    private final Table table;
    private final int rows;

    Work(String title, Table table, int rows) {
        this.title = title;
        this.table = table;
        this.rows = rows;
    }

    /** The table that is worked on. */
    enum Table {
        VISIT,
        NEW_VISIT,
        CHANGED_VISIT
    }

    String title() {
        return title;
    }

    Table table() {
        return table;
    }

    /** Returns how many rows it writes, if it writes. */
    int rows() {
        return rows;
    }

    /** Tells whether it writes a thousand rows, and is done a number of times instead of for a time. */
    boolean isLarge() {
        return rows > 1;
    }

    /** Tells whether it writes. */
    boolean isWriting() {
        return table != Table.VISIT;
    }
}
