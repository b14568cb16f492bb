package io.bitchat.backup.database;

import io.bitchat.backup.BackupException;
import io.bitchat.backup.events.SavedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Loads all tables in one transaction, so that an interrupted one has changed nothing. It holds a lock on each table,
 * which keeps the services of the new installation from writing beside it.
 */
public final class Restoration implements AutoCloseable {
    /** What services of an unused installation write by themselves. */
    private static final Set<String> OWN =
            Set.of("consumed_events", "edge_peers", "presence_leases", "replica_sockets", "used_nonces");

    private final Connection connection;
    private final Map<String, List<String>> tables;

    public Restoration(Database database) throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        tables = new Catalog(connection).tables();
    }

    /** Refuses tables of another release. */
    public void requireMigrations(Map<String, List<String>> expected) throws SQLException {
        var here = new Catalog(connection).migrations();
        if (here.equals(expected)) return;
        throw new BackupException("the backup has the migrations " + newest(expected) + ", this installation has "
                + newest(here) + ": restore into the release of the backup, then upgrade");
    }

    private static String newest(Map<String, List<String>> migrations) {
        var newest = new StringBuilder();
        migrations.forEach((schema, applied) -> newest.append(newest.isEmpty() ? "" : ", ")
                .append(schema)
                .append(' ')
                .append(applied.isEmpty() ? "none" : applied.getLast().split(":", 2)[0]));
        return newest.toString();
    }

    /** Locks all tables; refuses an installation that was used. */
    public void requireEmpty() throws SQLException {
        execute("set local lock_timeout = '30s'");
        execute("lock table " + String.join(", ", tables.keySet()) + " in share row exclusive mode");
        for (var table : tables.keySet()) {
            if (isHistory(table) || OWN.contains(table.substring(table.indexOf('.') + 1))) continue;
            if (hasRows(table)) {
                throw new BackupException("the installation is not empty: " + table
                        + " has rows; restore into a new one, with a database of its own");
            }
        }
    }

    /** Refuses names that this installation does not have: they become part of statements. */
    public void requireKnown(String table, List<String> columns) {
        if (new HashSet<>(tables.getOrDefault(table, List.of())).containsAll(columns) && tables.containsKey(table))
            return;
        throw new BackupException(
                "the backup has a table that this installation does not have: " + table + " " + columns);
    }

    /** Loads a table in PostgreSQL's text format, in place of its rows; returns the number of rows. */
    public long load(String table, List<String> columns, InputStream rows) throws SQLException, IOException {
        if (isHistory(table)) return 0;
        execute("delete from " + table);
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin", rows);
    }

    /** Sets identity columns, so that new rows get new values. */
    public void continueSequences(Map<String, Long> last) throws SQLException {
        try (var statement = connection.prepareStatement("select setval(pg_get_serial_sequence(?, ?), ?)")) {
            for (var sequence : last.entrySet()) {
                int column = sequence.getKey().lastIndexOf('.');
                statement.setString(1, sequence.getKey().substring(0, column));
                statement.setString(2, sequence.getKey().substring(column + 1));
                statement.setLong(3, sequence.getValue());
                statement.execute();
            }
        }
    }

    /** Puts an event into an outbox, before those that are there; the restored service publishes it. */
    public void publish(SavedEvent event, long id) throws SQLException, IOException {
        try (var statement = connection.prepareStatement("insert into " + event.schema()
                + ".outbox (id, topic, key, headers, payload) overriding system value values (?, ?, ?, ?, ?)")) {
            statement.setLong(1, id);
            statement.setString(2, event.topic());
            statement.setString(3, event.key());
            statement.setString(4, event.headersJson());
            statement.setBytes(5, event.bytes());
            statement.execute();
        }
    }

    /** Deletes files with their chunks. */
    public void forget(Collection<String> fileIds) throws SQLException {
        try (var statement = connection.prepareStatement("delete from files.file_transfers where file_id = any (?)")) {
            statement.setArray(1, connection.createArrayOf("text", fileIds.toArray()));
            statement.execute();
        }
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    private boolean hasRows(String table) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1 from " + table + " limit 1")) {
            return rows.next();
        }
    }

    private static boolean isHistory(String table) {
        return table.endsWith("." + Catalog.HISTORY);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) connection.rollback();
        connection.close();
    }
}
