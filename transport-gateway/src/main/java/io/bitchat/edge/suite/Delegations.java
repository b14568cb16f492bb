package io.bitchat.edge.suite;

import io.bitchat.edge.disk.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Which peers trust which edge nodes: a peer that has delegated to a node may be shown as near it, gets its messages
 * through it, and what it brings from the peer counts as the peer's. Kept in a file and in memory. Questions answer at
 * once from any thread; changes are on the disk before they complete.
 */
public final class Delegations implements AutoCloseable {
    /** Nodes that one peer may delegate to. */
    public static final int MAX_NODES = 16;

    private static final int MAX_PEERS = 200_000;
    private static final long MAX_BYTES = 256L << 20;

    private final Database database;
    /** On the thread of the writer; null after a failure, until the next change. */
    private @Nullable Connection connection;

    private final Map<String, Map<String, Instant>> byPeer = new ConcurrentHashMap<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("edge-delegations").unstarted(task));

    /** A delegation. */
    public record Delegation(String node, Instant since) {}

    /** What became of a new delegation. */
    public enum Outcome {
        /** It holds, or did before. */
        GIVEN,
        /** The peer has delegated to as many nodes as it may. */
        TOO_MANY_NODES,
        /** As many peers as this gateway keeps have delegated. */
        FULL
    }

    private Delegations(Database database) {
        this.database = database;
    }

    /**
     * Opens the file and reads what is in it.
     *
     * @throws IOException if another process has it open, it is damaged, or of a newer release
     */
    static Delegations open(Path file) throws IOException {
        var database = new Database(file, MAX_BYTES, List.of(List.of("""
                create table delegations (peer text not null, node text not null, since integer not null,
                  primary key (peer, node)) strict, without rowid""")));
        try {
            var delegations = new Delegations(database);
            delegations.read();
            return delegations;
        } catch (SQLException e) {
            throw new IOException("the delegations " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Connection connection() throws SQLException {
        var open = connection;
        if (open == null) {
            open = database.open();
            connection = open;
        }
        return open;
    }

    private void read() throws SQLException {
        var open = connection();
        try (var statement = open.createStatement();
                var rows = statement.executeQuery("select peer, node, since from delegations")) {
            while (rows.next()) remember(rows.getString(1), rows.getString(2), Instant.ofEpochMilli(rows.getLong(3)));
        }
        open.commit();
    }

    private void remember(String peer, String node, Instant since) {
        byPeer.compute(peer, (_, before) -> {
            var now = before == null ? new TreeMap<String, Instant>() : new TreeMap<>(before);
            now.put(node, since);
            return Map.copyOf(now);
        });
    }

    /** Whether the peer has delegated to the node. */
    boolean isGiven(String peer, String node) {
        var nodes = byPeer.get(peer);
        return nodes != null && nodes.containsKey(node);
    }

    /** The delegations of a peer, by node. */
    public List<Delegation> of(String peer) {
        return new TreeMap<>(byPeer.getOrDefault(peer, Map.of()))
                .entrySet().stream()
                        .map(entry -> new Delegation(entry.getKey(), entry.getValue()))
                        .toList();
    }

    CompletionStage<Outcome> give(String peer, String node, Instant now) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var nodes = byPeer.getOrDefault(peer, Map.of());
                    if (nodes.containsKey(node)) return Outcome.GIVEN;
                    if (nodes.size() >= MAX_NODES) return Outcome.TOO_MANY_NODES;
                    if (nodes.isEmpty() && byPeer.size() >= MAX_PEERS) return Outcome.FULL;
                    // a write that failed may be on the disk all the same
                    write(
                            "replace into delegations (since, peer, node) values (" + now.toEpochMilli() + ", ?, ?)",
                            peer,
                            node);
                    remember(peer, node, now);
                    return Outcome.GIVEN;
                },
                writer);
    }

    CompletionStage<Void> withdraw(String peer, String node) {
        return CompletableFuture.runAsync(
                () -> {
                    if (!isGiven(peer, node)) return;
                    write("delete from delegations where peer = ? and node = ?", peer, node);
                    byPeer.computeIfPresent(peer, (_, before) -> {
                        var now = new TreeMap<>(before);
                        now.remove(node);
                        return now.isEmpty() ? null : Map.copyOf(now);
                    });
                },
                writer);
    }

    private void write(String sql, String peer, String node) {
        try {
            var open = connection();
            try (var statement = open.prepareStatement(sql)) {
                statement.setString(1, peer);
                statement.setString(2, node);
                statement.executeUpdate();
            }
            open.commit();
        } catch (SQLException e) {
            giveUpConnection();
            // an outage for whoever asks, such as a full disk
            throw new CompletionException(new IOException("the delegations cannot be written: " + e.getMessage(), e));
        }
    }

    /** What it did next could be committed statement by statement, see {@link Database#open}. */
    private void giveUpConnection() {
        var broken = connection;
        connection = null;
        if (broken == null) return;
        try {
            broken.close();
        } catch (SQLException _) {
            // nothing of it is used any more
        }
    }

    @Override
    public void close() {
        writer.close();
        giveUpConnection();
    }
}
