package dev.rowhouse.connection;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A value that the user has set, ready to be bound to any statement at any index. */
@FunctionalInterface
interface Parameter {
    void bind(PreparedStatement statement, int index) throws SQLException;
}
