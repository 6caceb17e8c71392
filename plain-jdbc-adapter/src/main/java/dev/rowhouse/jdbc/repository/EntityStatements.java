package dev.rowhouse.jdbc.repository;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a repository that do not depend on what is asked. Each names the tenant itself. Immutable.
 *
 * @param <T> the entity
 */
final class EntityStatements<T> {
    final EntityTable<T> table;
    final Cascade cascade;

    /** What is tried, as the beginning of an error's message. */
    final String saving;

    final String reading;

    final String insert;
    final String insertWithoutId;
    final String upsert;
    final String update;
    final String insertAll;
    final String insertAllWithoutId;
    final String upsertAll;
    final String updateAll;
    final String whyStale;
    final String fromLiving;
    final String selectLiving;
    final String selectDeleted;
    final String findById;
    final String findDeletedById;
    final String findAllById;
    final String existsById;

    /**
     * Writes the statements of a table.
     *
     * @param planForEachTenant whether lists show the planner which tenant asks. In a sub-select, as in the policy, the tenant is
     *     unknown to it, so that the plan is made once
     */
    EntityStatements(EntityTable<T> table, Cascade cascade, boolean planForEachTenant) {
        this.table = table;
        this.cascade = cascade;
        this.saving = "Saving " + table.name();
        this.reading = "Reading " + table.name();
        String from = "\nfrom " + table.name() + " as t\nwhere t." + table.tenant() + " = ";
        String ofTenant = from + "?::uuid";
        String listed = planForEachTenant ? ofTenant : from + "(select ?::uuid)";
        String living = table.isSoftDeleting() ? "\nand t.deleted_at is null" : "";
        String withId =
                "\nand t." + table.id().identifier() + " = " + table.id().parameter();
        String select = "select " + table.selectList();
        String deleted = "\nand t.deleted_at is not null";
        this.fromLiving = listed + living;
        this.selectLiving = select + fromLiving;
        this.selectDeleted = select + listed + deleted;
        this.findById = select + ofTenant + living + withId;
        this.findDeletedById = select + ofTenant + deleted + withId;
        this.findAllById = select + ofTenant + living + "\nand t." + table.id().identifier() + " = any ("
                + table.id().arrayParameter() + ")\norder by t."
                + table.id().identifier();
        this.existsById = "select 1" + ofTenant + living + withId;
        this.whyStale = "select " + (table.isSoftDeleting() ? "t.deleted_at is not null" : "false") + ofTenant + withId;
        this.insert = insert(true, false);
        this.insertWithoutId = insert(false, false);
        this.insertAll = insert(true, true);
        this.insertAllWithoutId = insert(false, true);
        this.upsert = upsert(insert);
        this.upsertAll = upsert(insertAll);
        this.update = update();
        this.updateAll = updateAll();
    }

    void requireSoftDeleting(String tried) {
        if (!table.isSoftDeleting()) {
            throw new UnsupportedOperationException(tried + " of " + table.name()
                    + ": the table has no column deleted_at. Add it with"
                    + " rowhouse.protect_table(…, soft_delete => true).");
        }
    }

    private String returning() {
        return "\nreturning " + table.selectList();
    }

    private String insert(boolean withId, boolean many) {
        StringBuilder columns = new StringBuilder(table.tenant());
        StringBuilder values = new StringBuilder("?::uuid");
        StringBuilder arrays = new StringBuilder();
        StringBuilder names = new StringBuilder();
        List<EntityTable.Column<T>> given = new ArrayList<>(table.written());
        if (withId) {
            given.add(0, table.id());
        }
        for (int i = 0; i < given.size(); i++) {
            EntityTable.Column<T> column = given.get(i);
            columns.append(", ").append(column.identifier());
            values.append(", ").append(many ? column.fromArray("r.c" + i) : column.parameter());
            arrays.append(i == 0 ? "" : ", ").append(column.arrayParameter());
            names.append(i == 0 ? "c" : ", c").append(i);
        }
        if (table.versionColumn() != null) {
            columns.append(", ").append(table.versionColumn());
            values.append(", 0");
        }
        return "insert into " + table.name() + " as t (" + columns + ")\n"
                + (many
                        ? "select " + values + "\nfrom unnest(" + arrays + ") as r (" + names + ")"
                        : "values (" + values + ")")
                + returning();
    }

    /** The key begins with the tenant, so that no row of another one can be in the way. */
    private String upsert(String insert) {
        List<String> assignments = new ArrayList<>();
        for (EntityTable.Column<T> column : table.written()) {
            assignments.add(column.identifier() + " = excluded." + column.identifier());
        }
        return insert.substring(0, insert.length() - returning().length()) + "\non conflict (" + table.tenant()
                + ", " + table.id().identifier() + ") do update\nset " + set(assignments)
                + (table.isSoftDeleting() ? "\nwhere t.deleted_at is null" : "") + returning();
    }

    private String update() {
        List<String> assignments = new ArrayList<>();
        for (EntityTable.Column<T> column : table.written()) {
            assignments.add(column.identifier() + " = " + column.parameter());
        }
        return "update " + table.name() + " as t\nset " + set(assignments) + "\nwhere t." + table.tenant()
                + " = ?::uuid\nand t." + table.id().identifier() + " = "
                + table.id().parameter() + (table.version() == null ? "" : "\nand t.version = ?::int8") + ending();
    }

    private String updateAll() {
        List<String> assignments = new ArrayList<>();
        StringBuilder arrays = new StringBuilder(table.id().arrayParameter());
        StringBuilder names = new StringBuilder("id");
        if (table.version() != null) {
            arrays.append(", ?::int8[]");
            names.append(", version");
        }
        int i = 0;
        for (EntityTable.Column<T> column : table.written()) {
            String name = "c" + i++;
            assignments.add(column.identifier() + " = " + column.fromArray("r." + name));
            arrays.append(", ").append(column.arrayParameter());
            names.append(", ").append(name);
        }
        return "update " + table.name() + " as t\nset " + set(assignments) + "\nfrom unnest(" + arrays + ") as r ("
                + names + ")\nwhere t." + table.tenant() + " = ?::uuid\nand t."
                + table.id().identifier() + " = r.id"
                + (table.version() == null ? "" : "\nand t.version = r.version") + ending();
    }

    private String set(List<String> assignments) {
        if (table.versionColumn() != null) {
            assignments.add(table.versionColumn() + " = t.version + 1");
        }
        if (assignments.isEmpty()) {
            assignments.add(table.tenant() + " = t." + table.tenant()); // nothing but the id: look whether it is there
        }
        return String.join(", ", assignments);
    }

    private String ending() {
        return (table.isSoftDeleting() ? "\nand t.deleted_at is null" : "") + returning();
    }
}
