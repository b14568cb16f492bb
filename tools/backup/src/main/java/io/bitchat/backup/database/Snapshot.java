package io.bitchat.backup.database;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** All tables as they were at one moment, whatever is written meanwhile. */
public final class Snapshot implements AutoCloseable {
    private final Connection connection;
    private final Catalog catalog;
    private final String takenAt;
    private final long takenAtMillis;

    public Snapshot(Database database) throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        catalog = new Catalog(connection);
        try (var statement = connection.createStatement();
                // the first query takes the snapshot
                var row = statement.executeQuery(
                        "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),"
                                + " (extract(epoch from now()) * 1000)::bigint")) {
            row.next();
            takenAt = row.getString(1);
            takenAtMillis = row.getLong(2);
        }
    }

    /** Time of the snapshot, RFC 3339. */
    public String takenAt() {
        return takenAt;
    }

    public long takenAtMillis() {
        return takenAtMillis;
    }

    public Map<String, List<String>> tables() throws SQLException {
        return catalog.tables();
    }

    public Map<String, List<String>> migrations() throws SQLException {
        return catalog.migrations();
    }

    public Map<String, Long> sequences() throws SQLException {
        return catalog.sequences();
    }

    /** Writes a table in PostgreSQL's text format; returns the number of rows. */
    public long copy(String table, List<String> columns, OutputStream out) throws SQLException, IOException {
        return copy(table + " (" + String.join(", ", columns) + ")", out);
    }

    /** Writes the stored objects, one in a line, separated by tabs: file id, {@code chunk} or {@code tail}, number. */
    public long copyObjects(OutputStream out) throws SQLException, IOException {
        return copy("(" + StoredObjects.ALL + ")", out);
    }

    private long copy(String what, OutputStream out) throws SQLException, IOException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + what + " to stdout", out);
    }

    /** Ends the snapshot; an old one keeps dead rows alive. */
    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) return;
        connection.rollback();
        connection.close();
    }
}
