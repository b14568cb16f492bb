package io.bitchat.edge.queue;

import io.bitchat.edge.disk.Database;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.OutboxLimits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queue in a file. Not thread-safe. */
final class QueueFile implements AutoCloseable {
    private static final List<String> TABLES = List.of("""
        create table message (
          sequence integer primary key, sender text not null, id text not null, receiver text not null,
          depositor text not null, fingerprint integer not null, bytes integer not null, priority text not null,
          privacy text not null, expires integer not null, type text not null, created integer not null,
          preference text, strict integer not null, policy text not null, strategy text not null,
          unverified integer not null, payload blob not null, unique (sender, id, receiver)) strict""", """
        create table finished (
          number integer primary key, sender text not null, id text not null, receiver text not null,
          fingerprint integer not null, node text, reason text, last text, at integer not null,
          unique (sender, id, receiver)) strict""");

    private final Database database;
    private final OutboxLimits limits;
    private @Nullable Session session;

    /** An open connection, which is given up for a new one after a failure. */
    private static final class Session {
        final Connection connection;
        final PreparedStatement insert;
        final PreparedStatement delete;
        final PreparedStatement remember;
        final PreparedStatement forget;
        final PreparedStatement select;

        Session(Connection connection) throws SQLException {
            this.connection = connection;
            insert = connection.prepareStatement(Rows.INSERT);
            delete = connection.prepareStatement("delete from message where sender = ? and id = ? and receiver = ?");
            remember = connection.prepareStatement(Rows.REMEMBER);
            forget = connection.prepareStatement(
                    "delete from finished where number <= (select max(number) from finished) - ? or at < ?");
            select = connection.prepareStatement("select * from message where sender = ? and id = ? and receiver = ?");
        }
    }

    private QueueFile(Path file, OutboxLimits limits) {
        this.database = new Database(file, limits.bytes(), List.of(TABLES));
        this.limits = limits;
    }

    /**
     * Opens the file, and makes it if there is none.
     *
     * @throws SQLException if another process has it open, it is damaged, or it is of a newer release
     */
    static QueueFile open(Path file, OutboxLimits limits) throws SQLException {
        var queue = new QueueFile(file, limits);
        queue.session();
        return queue;
    }

    private Session session() throws SQLException {
        if (session == null) session = connect();
        return session;
    }

    private Session connect() throws SQLException {
        var connection = database.open();
        try {
            return new Session(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The next use begins with a new connection, which sees what is committed. */
    private SQLException failed(SQLException cause) {
        try {
            close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        session = null;
        return cause;
    }

    /** What was in the queue when it was closed, or when its process ended. */
    record Content(List<Entry> entries, List<Finished> finished) {}

    Content load() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        List<Finished> finished = new ArrayList<>();
        var connection = session().connection;
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("select " + Rows.ENTRY + " from message order by sequence")) {
                while (row.next()) entries.add(Rows.entry(row));
            }
            try (var row = statement.executeQuery("select * from finished order by number")) {
                while (row.next()) finished.add(Rows.finished(row));
            }
        }
        connection.commit();
        return new Content(entries, finished);
    }

    /** The message as it was deposited, with what is left of its ttl; empty if it is not here. */
    Optional<Message> message(MessageKey key, Instant now) throws SQLException {
        try {
            var open = session();
            Rows.setKey(open.select, key);
            Optional<Message> found;
            try (var row = open.select.executeQuery()) {
                found = row.next() ? Optional.of(Rows.message(row, now)) : Optional.empty();
            }
            open.connection.commit();
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Makes changes durable, all or none. */
    void commit(List<Change> changes, Instant now) throws SQLException {
        try {
            var open = session();
            boolean anyLeft = false;
            for (var change : changes) {
                switch (change) {
                    case Change.Stored stored -> Rows.execute(open.insert, stored);
                    case Change.Undone(var key) -> delete(open, key);
                    case Change.Left left -> {
                        leave(open, left.finished());
                        anyLeft = true;
                    }
                }
            }
            if (anyLeft) forgetOld(open, now);
            open.connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void leave(Session open, Finished finished) throws SQLException {
        delete(open, finished.key());
        Rows.execute(open.remember, finished);
    }

    private static void delete(Session open, MessageKey key) throws SQLException {
        Rows.setKey(open.delete, key);
        open.delete.executeUpdate();
    }

    private void forgetOld(Session open, Instant now) throws SQLException {
        open.forget.setInt(1, limits.finished());
        open.forget.setLong(2, now.minus(limits.remembered()).toEpochMilli());
        open.forget.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        if (session != null) session.connection.close();
    }
}
