package io.bitchat.edge.queue;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Policy;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Strategy;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.Wishes;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Finished.End;
import io.bitchat.transport.outbox.Holder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of the file. Enumerations are stored by name; times are milliseconds since 1970. */
final class Rows {
    static final String ENTRY =
            "sequence, sender, id, receiver, depositor, fingerprint, bytes, priority, privacy, expires";
    static final String INSERT = "insert into message (" + ENTRY
            + ", type, created, preference, strict, policy, strategy, unverified, payload)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String REMEMBER = "insert or replace into finished"
            + " (sender, id, receiver, fingerprint, node, reason, last, at) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private Rows() {}

    static void setKey(PreparedStatement statement, MessageKey key) throws SQLException {
        statement.setString(1, key.sender());
        statement.setString(2, key.id());
        statement.setString(3, key.receiver());
    }

    static void execute(PreparedStatement insert, Change.Stored stored) throws SQLException {
        var entry = stored.entry();
        var message = stored.message();
        var wishes = message.wishes();
        insert.setLong(1, entry.sequence());
        insert.setString(2, entry.key().sender());
        insert.setString(3, entry.key().id());
        insert.setString(4, entry.key().receiver());
        insert.setString(5, entry.depositor());
        insert.setLong(6, entry.fingerprint());
        insert.setInt(7, entry.bytes());
        insert.setString(8, entry.priority().name());
        insert.setString(9, wishes.privacy().name());
        insert.setLong(10, entry.expires().toEpochMilli());
        insert.setString(11, message.type());
        insert.setLong(12, message.created().toEpochMilli());
        insert.setString(
                13, wishes.preference() == null ? null : wishes.preference().name());
        insert.setBoolean(14, wishes.strict());
        insert.setString(15, wishes.policy().name());
        insert.setString(16, wishes.strategy().name());
        insert.setBoolean(17, message.unverified());
        insert.setBytes(18, message.payload().toArray());
        insert.executeUpdate();
    }

    static void execute(PreparedStatement remember, Finished finished) throws SQLException {
        setKey(remember, finished.key());
        remember.setLong(4, finished.fingerprint());
        switch (finished.end()) {
            case End.HandedOver(Holder.Node(var name)) -> setEnd(remember, name, null, null);
            case End.HandedOver(Holder.Receiver _) -> setEnd(remember, null, null, null);
            case End.Failed(var reason, var last) -> setEnd(remember, null, reason.name(), last.name());
        }
        remember.setLong(8, finished.at().toEpochMilli());
        remember.executeUpdate();
    }

    private static void setEnd(
            PreparedStatement remember, @Nullable String node, @Nullable String reason, @Nullable String last)
            throws SQLException {
        remember.setString(5, node);
        remember.setString(6, reason);
        remember.setString(7, last);
    }

    private static MessageKey key(ResultSet row) throws SQLException {
        return new MessageKey(row.getString("sender"), row.getString("id"), row.getString("receiver"));
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                key(row),
                row.getString("depositor"),
                row.getLong("fingerprint"),
                row.getInt("bytes"),
                Priority.valueOf(row.getString("priority")),
                Privacy.valueOf(row.getString("privacy")) == Privacy.REQUIRED,
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("expires")));
    }

    static Message message(ResultSet row, Instant now) throws SQLException {
        var preference = row.getString("preference");
        var wishes = new Wishes(
                preference == null ? null : new TransportId(preference),
                Privacy.valueOf(row.getString("privacy")),
                row.getBoolean("strict"),
                Policy.valueOf(row.getString("policy")),
                Strategy.valueOf(row.getString("strategy")));
        return new Message(
                key(row),
                row.getString("type"),
                Bytes.copyOf(row.getBytes("payload")),
                Instant.ofEpochMilli(row.getLong("created")),
                entry(row).ttlLeft(now),
                Priority.valueOf(row.getString("priority")),
                wishes,
                row.getBoolean("unverified"));
    }

    static Finished finished(ResultSet row) throws SQLException {
        var reason = row.getString("reason");
        var node = row.getString("node");
        End end;
        if (reason != null) end = new End.Failed(ReasonCode.valueOf(reason), ReasonCode.valueOf(row.getString("last")));
        else end = new End.HandedOver(node == null ? new Holder.Receiver() : new Holder.Node(node));
        return new Finished(key(row), row.getLong("fingerprint"), end, Instant.ofEpochMilli(row.getLong("at")));
    }
}
