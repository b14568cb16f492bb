package io.bitchat.files.source;

import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Records which peers hold which chunks of a file. The file's lock orders the announcements and their events. */
@ApplicationScoped
public class Sources {
    private static final int MAX_PER_FILE = 100;

    private final Transactions transactions;
    private final FileTable files;
    private final SourceTable table;
    private final KnownPeers peers;
    private final Outbox outbox;
    private final InstantSource clock;

    Sources(
            Transactions transactions,
            FileTable files,
            SourceTable table,
            KnownPeers peers,
            Outbox outbox,
            InstantSource clock) {
        this.transactions = transactions;
        this.files = files;
        this.table = table;
        this.peers = peers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Records an announcement, which replaces the peer's previous one. Publishes an event only if something has
     * changed.
     */
    public Uni<FileSource> announce(
            StoredFile file, String peerId, Optional<String> url, ChunkSet chunks, TraceContext trace) {
        var source = new FileSource(
                file.fileId(), peerId, url, chunks, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return transactions.run(connection -> peers.admit(connection, peerId)
                .invoke(known -> {
                    if (!known) throw Problem.notFound("peer", peerId);
                })
                .chain(() -> files.lock(connection, file.fileId()))
                .chain(() -> requireRoom(connection, source))
                .chain(() -> table.put(connection, source))
                .chain(news -> news
                        ? outbox.append(connection, List.of(new Outbox.Entry(fact(file, source), trace)))
                        : Uni.createFrom().voidItem())
                .replaceWith(source));
    }

    private Uni<Void> requireRoom(SqlConnection connection, FileSource source) {
        return table.others(connection, source.fileId(), source.peerId())
                .invoke(others -> {
                    if (others < MAX_PER_FILE) return;
                    throw Problem.conflict(
                            "too_many_sources", "the file has " + others + " sources, which is the limit");
                })
                .replaceWithVoid();
    }

    /** Removes the announcement of a peer. */
    public Uni<Void> withdraw(String fileId, String peerId) {
        return transactions
                .run(connection -> files.lock(connection, fileId).chain(() -> table.delete(connection, fileId, peerId)))
                .replaceWithVoid();
    }

    private static FileEvent fact(StoredFile file, FileSource source) {
        return new FileEvent.SourceAnnounced(
                file.fileId(),
                source.announcedAt(),
                source.peerId(),
                source.url().orElse(null),
                source.chunks().size(),
                file.plan().count());
    }
}
