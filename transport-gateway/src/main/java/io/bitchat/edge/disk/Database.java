package io.bitchat.edge.disk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * A database in a file: SQLite with a write-ahead log and {@code synchronous=FULL}, so that a commit survives the loss of
 * power. The file is bounded, and belongs to one process.
 *
 * @param maxBytes of content; the file may be twice as large, because rows have columns beside it, and pages are not full
 * @param versions the statements that bring the tables from each version to the next, the first from an empty file
 * @see <a href="https://sqlite.org/wal.html">Write-Ahead Logging</a>
 */
public record Database(Path file, long maxBytes, List<List<String>> versions) {
    private static final int PAGE_BYTES = 4_096;
    private static final int SPARE_PAGES = 4_096;
    /** The log is cut back to this size after a checkpoint. */
    private static final int LOG_BYTES = 8 << 20;

    /**
     * Opens a connection, and makes the file if there is none. After a failed commit it is to be given up for a new one:
     * SQLite may have ended the transaction by itself, and what the connection did next would be committed statement by
     * statement.
     *
     * @throws SQLException if another process has it open, it is damaged, or it is of a newer release
     * @see <a href="https://sqlite.org/lang_transaction.html">Response To Errors Within A Transaction</a>
     */
    public Connection open() throws SQLException {
        var connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        try {
            configure(connection);
            connection.setAutoCommit(false);
            migrate(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void configure(Connection connection) throws SQLException {
        long pages = Math.min(2 * maxBytes / PAGE_BYTES + SPARE_PAGES, Integer.MAX_VALUE);
        try (var statement = connection.createStatement()) {
            // first, so that there is no index in shared memory, for which a full disk would have no room
            statement.execute("pragma locking_mode = exclusive");
            statement.execute("pragma page_size = " + PAGE_BYTES);
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute("pragma journal_size_limit = " + LOG_BYTES);
            statement.execute("pragma max_page_count = " + pages);
        }
    }

    private void migrate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            int version;
            try (var found = statement.executeQuery("pragma user_version")) {
                version = found.getInt(1);
            }
            if (version > versions.size()) {
                throw new SQLException(file + " was written by a newer release (schema " + version + ")");
            }
            for (var step : versions.subList(version, versions.size())) {
                for (var change : step) statement.executeUpdate(change);
            }
            if (version < versions.size()) statement.executeUpdate("pragma user_version = " + versions.size());
        }
        connection.commit();
    }
}
