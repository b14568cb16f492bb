package io.bitchat.edge.inbox;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.disk.Database;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.Wishes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inbox in a file. What has been removed is remembered by its key and
 * fingerprint. Not thread-safe.
 */
final class InboxFile implements AutoCloseable {
    /** Payloads that are read at once; the last one may go beyond. */
    private static final long PAGE_BYTES = 4 << 20;

    private static final List<String> TABLES = List.of("""
        create table arrived (
          number integer primary key autoincrement, sender text not null, id text not null, receiver text not null,
          type text not null, created integer not null, transport text not null, at integer not null,
          unverified integer not null, payload blob not null, unique (sender, id, receiver)) strict""", """
        create table removed (
          number integer primary key, sender text not null, id text not null, receiver text not null,
          at integer not null, unique (sender, id, receiver)) strict""");

    /** Fingerprint of messages from before fingerprints were kept: it stands for any. */
    private static final long ANY = 0;

    /** A key may be used by somebody else, so it does not tell messages apart by itself. */
    private static final List<String> WITH_FINGERPRINTS = List.of(
            """
        create table arrived_2 (
          number integer primary key autoincrement, sender text not null, id text not null, receiver text not null,
          fingerprint integer not null, type text not null, created integer not null, transport text not null,
          at integer not null, unverified integer not null, payload blob not null,
          unique (sender, id, receiver, fingerprint)) strict""",
            """
        create table removed_2 (
          number integer primary key, sender text not null, id text not null, receiver text not null,
          fingerprint integer not null, at integer not null, unique (sender, id, receiver, fingerprint)) strict""",
            // numbers are not used again
            "insert into sqlite_sequence (name, seq) select 'arrived_2', seq from sqlite_sequence where name = 'arrived'",
            """
        insert into arrived_2
        select number, sender, id, receiver, %d, type, created, transport, at, unverified, payload from arrived""".formatted(ANY),
            "insert into removed_2 select number, sender, id, receiver, %d, at from removed".formatted(ANY),
            "drop table arrived",
            "drop table removed",
            "alter table arrived_2 rename to arrived",
            "alter table removed_2 rename to removed");

    private static final String INSERT = """
            insert into arrived (sender, id, receiver, fingerprint, type, created, transport, at, unverified, payload)
            select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
            where not exists (select 1 from removed
              where sender = ?1 and id = ?2 and receiver = ?3 and fingerprint in (?4, %d))
            and not exists (select 1 from arrived
              where sender = ?1 and id = ?2 and receiver = ?3 and fingerprint in (?4, %d))""".formatted(ANY, ANY);
    private static final String REMEMBER = """
            insert or replace into removed (sender, id, receiver, fingerprint, at)
            select sender, id, receiver, fingerprint, at from arrived where number <= ? order by number""";

    private final Database database;
    private final InboxLimits limits;
    private @Nullable Connection connection;
    private int messages;
    private long bytes;

    /** @throws SQLException if another process has it open, it is damaged, or it is of a newer release */
    InboxFile(Path file, InboxLimits limits) throws SQLException {
        this.database = new Database(file, limits.bytes(), List.of(TABLES, WITH_FINGERPRINTS));
        this.limits = limits;
        connection();
    }

    private Connection connection() throws SQLException {
        if (connection != null) return connection;
        var opened = database.open();
        try (var statement = opened.createStatement();
                var row = statement.executeQuery("select count(*), coalesce(sum(length(payload)), 0) from arrived")) {
            messages = row.getInt(1);
            bytes = row.getLong(2);
            opened.commit();
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
        connection = opened;
        return opened;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** Whether there is room for one more message. */
    boolean hasRoomFor(Message message) {
        return messages < limits.messages() && bytes + message.payload().size() <= limits.bytes();
    }

    /** Adds a message to the transaction; no effect if it was here before. */
    void add(Message message, TransportId by, Instant at) throws SQLException {
        try (var insert = connection().prepareStatement(INSERT)) {
            insert.setString(1, message.key().sender());
            insert.setString(2, message.key().id());
            insert.setString(3, message.key().receiver());
            insert.setLong(4, message.fingerprint());
            insert.setString(5, message.type());
            insert.setLong(6, message.created().toEpochMilli());
            insert.setString(7, by.name());
            insert.setLong(8, at.toEpochMilli());
            insert.setBoolean(9, message.unverified());
            insert.setBytes(10, message.payload().toArray());
            if (insert.executeUpdate() == 0) return;
            messages++;
            bytes += message.payload().size();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Makes what was added durable, all or none. */
    void commit() throws SQLException {
        try {
            connection().commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private SQLException failed(SQLException cause) {
        try {
            close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        connection = null;
        return cause;
    }

    /** Messages behind a number, the oldest first; fewer than asked for if they are large. */
    List<Arrived> after(long number, int limit) throws SQLException {
        try (var select =
                connection().prepareStatement("select * from arrived where number > ? order by number limit ?")) {
            select.setLong(1, number);
            select.setInt(2, limit);
            List<Arrived> found = new ArrayList<>();
            try (var row = select.executeQuery()) {
                for (long taken = 0; taken < PAGE_BYTES && row.next(); ) {
                    var one = arrived(row);
                    found.add(one);
                    taken += one.message().payload().size();
                }
            }
            connection().commit();
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Removes the messages up to a number, durably, and remembers their keys. */
    int remove(long through, Instant now) throws SQLException {
        try (var remember = connection().prepareStatement(REMEMBER);
                var delete = connection()
                        .prepareStatement("delete from arrived where number <= ? returning length(payload)");
                var forget = connection()
                        .prepareStatement("delete from removed where at < ?"
                                + " or number <= (select max(number) from removed) - ?")) {
            remember.setLong(1, through);
            remember.executeUpdate();
            int removed = 0;
            long freed = 0;
            delete.setLong(1, through);
            try (var row = delete.executeQuery()) {
                for (; row.next(); removed++) freed += row.getLong(1);
            }
            forget(forget, now, limits.keep());
            connection().commit();
            messages -= removed;
            bytes -= freed;
            return removed;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void forget(PreparedStatement forget, Instant now, Duration keep) throws SQLException {
        forget.setLong(1, now.minus(keep).toEpochMilli());
        forget.setInt(2, limits.remembered());
        forget.executeUpdate();
    }

    private static Arrived arrived(ResultSet row) throws SQLException {
        var message = new Message(
                new MessageKey(row.getString("sender"), row.getString("id"), row.getString("receiver")),
                row.getString("type"),
                Bytes.copyOf(row.getBytes("payload")),
                Instant.ofEpochMilli(row.getLong("created")),
                Duration.ZERO,
                Priority.NORMAL,
                Wishes.NONE,
                row.getBoolean("unverified"));
        return new Arrived(
                row.getLong("number"),
                message,
                new TransportId(row.getString("transport")),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) connection.close();
    }
}
