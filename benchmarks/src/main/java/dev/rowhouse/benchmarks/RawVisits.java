package dev.rowhouse.benchmarks;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Visits with nothing but the driver. */
final class RawVisits implements Visits {
    private final DataSource dataSource;
    private final String find;
    private final String firstPage;
    private final String deepPage;
    private final String insert;
    private final Visit last;

    RawVisits(DataSource dataSource, VisitSql sql, Visit last) {
        this.dataSource = dataSource;
        this.find = VisitSql.positional(sql.find());
        this.firstPage = VisitSql.positional(sql.firstPage());
        this.deepPage = VisitSql.positional(sql.deepPage());
        this.insert = VisitSql.positional(sql.insert());
        this.last = last;
    }

    @Override
    public Visit find(UUID tenantId, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return find(connection, tenantId, id);
        }
    }

    @Override
    public Visit findInTransaction(UUID tenantId, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Visit visit = find(connection, tenantId, id);
            connection.commit();
            return visit;
        }
    }

    private Visit find(Connection connection, UUID tenantId, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setObject(1, tenantId);
            statement.setObject(2, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("There is no visit " + id);
                }
                return visit(row);
            }
        }
    }

    @Override
    public List<Visit> firstPage(UUID tenantId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(firstPage)) {
            statement.setObject(1, tenantId);
            return visits(statement);
        }
    }

    @Override
    public List<Visit> deepPage(UUID tenantId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(deepPage)) {
            statement.setObject(1, tenantId);
            statement.setObject(2, last.startsAt());
            statement.setObject(3, last.id());
            return visits(statement);
        }
    }

    private static List<Visit> visits(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<Visit> visits = new ArrayList<>(PAGE_SIZE);
            while (rows.next()) {
                visits.add(visit(rows));
            }
            return visits;
        }
    }

    private static Visit visit(ResultSet row) throws SQLException {
        return new Visit(
                requireNonNull(row.getObject(1, UUID.class)),
                requireNonNull(row.getObject(2, OffsetDateTime.class)),
                requireNonNull(row.getString(3)),
                requireNonNull(row.getString(4)),
                row.getLong(5),
                row.getLong(6));
    }

    @Override
    public void save(UUID tenantId, Visit visit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            bind(statement, tenantId, visit);
            Visits.requireRows(statement.executeUpdate(), 1);
        }
    }

    @Override
    public void saveAll(UUID tenantId, List<Visit> visits) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                for (Visit visit : visits) {
                    bind(statement, tenantId, visit);
                    statement.addBatch();
                }
                Visits.requireRows(statement.executeBatch().length, visits.size());
            }
            connection.commit();
        }
    }

    private static void bind(PreparedStatement statement, UUID tenantId, Visit visit) throws SQLException {
        statement.setObject(1, tenantId);
        statement.setObject(2, visit.id());
        statement.setObject(3, visit.startsAt());
        statement.setString(4, visit.pet());
        statement.setString(5, visit.note());
        statement.setLong(6, visit.priceCents());
    }
}
