package dev.rowhouse.schema;

import dev.rowhouse.RowhouseException;
import java.sql.SQLException;

/** Explains what the database answered to an installation. */
final class InstallationFailures {
    private static final String SEVERITY = "ERROR: ";
    private static final String NOT_PERMITTED = "42501";

    private InstallationFailures() {}

    static RowhouseException explain(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String found = found(failure);
        if (state.startsWith("RH")) {
            // The script's own words, which say all that there is to say.
            return new RowhouseException(found, failure);
        }
        if (state.equals(NOT_PERMITTED)) {
            return new RowhouseException(
                    "Installing the database side of Rowhouse: " + found
                            + ". Nothing was changed. Log in as the role that"
                            + " owns the application's tables, and let the owner of the database grant it CREATE: grant"
                            + " create on database ... to ...",
                    failure);
        }
        if (state.startsWith("08")) {
            return new RowhouseException(
                    "Installing the database side of Rowhouse: no connection (" + found
                            + "). Check the URL and the login of the owner's data source.",
                    failure);
        }
        return new RowhouseException(
                "Installing the database side of Rowhouse: " + found + " (SQLSTATE " + state
                        + "). Nothing was changed. Mend what the database names and install again.",
                failure);
    }

    /** The server's message without the severity in front of it and the place in the script after it. */
    private static String found(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int place = message.indexOf("\n  Where: ");
        String text = place < 0 ? message : message.substring(0, place);
        return text.startsWith(SEVERITY) ? text.substring(SEVERITY.length()) : text;
    }
}
