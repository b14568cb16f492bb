package io.bitchat.edge.mesh.pin;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.edge.disk.Database;
import io.bitchat.edge.mesh.Pins;
import io.bitchat.edge.notice.RareNotice;
import io.bitchat.lan.registry.Keys;
import io.bitchat.lan.wire.PeerId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first keys of peers in a file, at most {@value Keys#REMEMBERED}. A thread of its own writes what has changed, at
 * most once per second, however many peers appear. What cannot be written is tried again, and holds until the end of
 * the process all the same.
 */
public final class PinFile implements Pins, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PinFile.class);
    private static final long MAX_BYTES = 1L << 20;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 30_000;
    private static final int CLOSE_SECONDS = 10;

    private final Database database;
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("edge-pins").unstarted(task));
    /** What is to be in the file; guarded by this object. */
    private final LinkedHashMap<PeerId, Ed25519PublicKey> wanted = new LinkedHashMap<>();
    /** Whether a write is to come; guarded by this object. */
    private boolean isPlanned;

    // on the thread of the writer from here on
    private final RareNotice notice = new RareNotice(Duration.ofMinutes(1), System::nanoTime);
    private Map<PeerId, Ed25519PublicKey> saved = Map.of();
    /** Null after a failure, until the next write. */
    private @Nullable Connection connection;

    private PinFile(Database database) {
        this.database = database;
    }

    /**
     * Opens the file and reads what is in it.
     *
     * @throws IOException if another process has it open, it is damaged or of a newer release, or the disk is full
     */
    public static PinFile open(Path file) throws IOException {
        var pins = new PinFile(new Database(file, MAX_BYTES, List.of(List.of("""
                create table pins (number integer primary key, peer text not null unique, key blob not null) strict"""))));
        try {
            pins.read();
            return pins;
        } catch (SQLException e) {
            pins.giveUpConnection();
            pins.writer.shutdown();
            throw new IOException("the keys of peers " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void read() throws SQLException {
        var open = connection();
        try (var statement = open.createStatement();
                var rows = statement.executeQuery("select peer, key from pins order by number")) {
            while (rows.next()) {
                var key = Ed25519PublicKey.parse(Bytes.copyOf(rows.getBytes(2)));
                var peer = PeerId.parse(rows.getString(1));
                if (peer.isEmpty() || key.isEmpty()) throw new SQLException("no key of a peer: " + rows.getString(1));
                wanted.put(peer.get(), key.get());
            }
        }
        open.commit();
        saved = new LinkedHashMap<>(wanted);
    }

    private Connection connection() throws SQLException {
        var open = connection;
        if (open == null) {
            open = database.open();
            connection = open;
        }
        return open;
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

    // --- from any thread

    @Override
    public synchronized Map<PeerId, Ed25519PublicKey> known() {
        return new LinkedHashMap<>(wanted);
    }

    @Override
    public synchronized void pinned(PeerId peer, Ed25519PublicKey key) {
        if (key.equals(wanted.putLast(peer, key))) return;
        if (wanted.size() > Keys.REMEMBERED) wanted.pollFirstEntry();
        plan(PAUSE_MILLIS);
    }

    @Override
    public synchronized void dropped(PeerId peer) {
        if (wanted.remove(peer) != null) plan(PAUSE_MILLIS);
    }

    @Override
    public CompletionStage<Void> written() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        save(known());
                    } catch (SQLException e) {
                        giveUpConnection();
                        synchronized (this) {
                            plan(RETRY_MILLIS);
                        }
                        // an outage for whoever asks, such as a full disk
                        throw new CompletionException(
                                new IOException("the keys of peers cannot be written: " + e.getMessage(), e));
                    }
                },
                writer);
    }

    private synchronized void plan(long millis) {
        if (isPlanned) return;
        try {
            writer.schedule(this::write, millis, TimeUnit.MILLISECONDS);
            isPlanned = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the file of keys is closed");
        }
    }

    // --- on the thread of the writer

    private void write() {
        synchronized (this) {
            isPlanned = false;
        }
        try {
            save(known());
        } catch (SQLException e) {
            giveUpConnection();
            notice.next()
                    .ifPresent(_ -> LOG.warn(
                            "the keys of peers cannot be written, and are tried again file={} cause={}",
                            database.file(),
                            e.getMessage()));
            plan(RETRY_MILLIS);
        }
    }

    private void save(Map<PeerId, Ed25519PublicKey> now) throws SQLException {
        if (now.equals(saved)) return;
        var open = connection();
        try (var delete = open.prepareStatement("delete from pins where peer = ?");
                var insert = open.prepareStatement("insert into pins (peer, key) values (?, ?)")) {
            for (var old : saved.entrySet()) {
                if (old.getValue().equals(now.get(old.getKey()))) continue;
                delete.setString(1, old.getKey().value());
                delete.executeUpdate();
            }
            for (var one : now.entrySet()) {
                if (one.getValue().equals(saved.get(one.getKey()))) continue;
                insert.setString(1, one.getKey().value());
                insert.setBytes(2, one.getValue().bytes().toArray());
                insert.executeUpdate();
            }
        }
        open.commit();
        saved = now;
    }

    /** Writes what has changed, and closes the file. */
    @Override
    public void close() {
        try {
            writer.submit(this::write).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last keys of peers are not written cause={}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.shutdownNow();
        giveUpConnection();
    }
}
