package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.MerkleTree;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.Workers;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores chunks. First a row claims the chunk's place for its octets, then the object is written, then the row says that it
 * is stored. Whatever crashes in between leaves a claim: the same octets may come again at once, others once it is over.
 */
@ApplicationScoped
public class ChunkUpload {
    /** How long a claim holds: much longer than an object may take to be written. */
    public static final Duration CLAIM = Duration.ofMinutes(5);

    private final FileTable files;
    private final ChunkStore store;
    private final Workers workers;
    private final KeyRing keys;
    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Counter chunks;
    private final Counter bytes;
    private final SecureRandom random = new SecureRandom();

    ChunkUpload(
            FileTable files,
            ChunkStore store,
            Workers workers,
            KeyRing keys,
            Transactions transactions,
            Outbox outbox,
            InstantSource clock,
            MeterRegistry metrics) {
        this.files = files;
        this.store = store;
        this.workers = workers;
        this.keys = keys;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.chunks = metrics.counter("bitchat.files.chunks.stored");
        this.bytes = metrics.counter("bitchat.files.bytes.stored");
    }

    /**
     * Stores a chunk, or finds that it is stored.
     *
     * @param octets as many as the plan says
     * @param declared what its sender says the hash is
     */
    public Uni<ChunkState> store(
            StoredFile file, int index, byte[] octets, Optional<ChunkHash> declared, TraceContext trace) {
        return workers.run(() -> ChunkHash.of(octets))
                .invoke(hash -> requireDeclared(hash, declared))
                .chain(hash -> files.chunk(file.fileId(), index)
                        .chain(known -> known.isPresent() && known.get().isStored()
                                ? same(known.get(), hash)
                                : write(file, index, octets, hash, trace)));
    }

    private static void requireDeclared(ChunkHash hash, Optional<ChunkHash> declared) {
        if (declared.isEmpty() || declared.get().equals(hash)) return;
        throw Problem.of(
                422,
                "hash_mismatch",
                "the SHA-256 of what arrived is " + hash + ", not " + declared.get()
                        + "; nothing was stored, send it again");
    }

    private static Uni<ChunkState> same(ChunkState known, ChunkHash hash) {
        if (known.hash().equals(hash)) return Uni.createFrom().item(known);
        throw otherOctets(known.index());
    }

    private static Problem otherOctets(int index) {
        return Problem.conflict(
                "chunk_stored", "chunk " + index + " is stored already, with other octets; a chunk is not replaced");
    }

    private Uni<ChunkState> write(StoredFile file, int index, byte[] octets, ChunkHash hash, TraceContext trace) {
        return files.claim(file, index, hash, clock.instant(), CLAIM)
                .chain(claimed -> claimed
                        ? seal(file, index, octets)
                                .chain(object -> put(file, index, object))
                                .chain(() -> finish(file, index, hash, trace))
                        : beaten(file, index, hash));
    }

    /** Somebody else has the place: either the chunk is stored by now, or other octets are on their way there. */
    private Uni<ChunkState> beaten(StoredFile file, int index, ChunkHash hash) {
        return files.chunk(file.fileId(), index).chain(known -> {
            if (known.isPresent() && known.get().isStored()) return same(known.get(), hash);
            if (known.isPresent() && known.get().damaged()) throw otherOctets(index);
            throw Problem.conflict(
                    "chunk_in_progress",
                    "other octets are on their way to chunk " + index + "; see what becomes of them, and send again");
        });
    }

    private Uni<byte[]> seal(StoredFile file, int index, byte[] octets) {
        return workers.run(
                () -> SealedChunk.seal(keys.unwrap(file.fileId(), file.key()), file.placeOf(index), octets, random));
    }

    private Uni<Void> put(StoredFile file, int index, byte[] sealed) {
        return store.put(file.objectOf(index), sealed)
                .onFailure(StoreFullException.class)
                .transform(_ -> Problem.of(
                        507,
                        "store_full",
                        "there is no room in the store; what was acknowledged is kept, go on later"));
    }

    private Uni<ChunkState> finish(StoredFile file, int index, ChunkHash hash, TraceContext trace) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions
                .run(connection -> files.lock(connection, file.fileId())
                        .invoke(ChunkUpload::requireOpen)
                        .chain(current -> files.stored(connection, current, index, hash, now)
                                .chain(fresh -> fresh
                                        ? advance(connection, current, index, hash, now, trace)
                                        : Uni.createFrom().voidItem())))
                .invoke(() -> {
                    chunks.increment();
                    bytes.increment(file.plan().length(index));
                })
                .chain(() -> files.chunk(file.fileId(), index))
                .chain(known -> known.filter(ChunkState::isStored)
                        .map(stored -> same(stored, hash))
                        .orElseThrow(
                                () -> Problem.unavailable("the claim to the chunk's place was lost; send it again")));
    }

    static void requireOpen(StoredFile file) {
        if (file.status() == FileStatus.FAILED) {
            throw Problem.conflict("upload_failed", "the upload was cancelled or has expired; begin a new one");
        }
    }

    private Uni<Void> advance(
            SqlConnection connection, StoredFile file, int index, ChunkHash hash, Instant now, TraceContext trace) {
        int stored = file.uploadedChunks() + 1;
        boolean complete = stored == file.plan().count();
        var facts = new ArrayList<Outbox.Entry>();
        facts.add(new Outbox.Entry(
                new FileEvent.ChunkStored(
                        file.fileId(),
                        now,
                        index,
                        hash.toString(),
                        file.plan().length(index),
                        stored,
                        file.plan().count(),
                        file.uploadedBy()),
                trace));
        return root(connection, file, complete)
                .invoke(root ->
                        root.ifPresent(known -> facts.add(new Outbox.Entry(completed(file, known, now), trace))))
                .chain(root -> files.progress(
                        connection, file, stored, complete ? FileStatus.COMPLETED : FileStatus.UPLOADING, root, now))
                // nobody downloads a part by itself
                .chain(() ->
                        file.isPartial() ? Uni.createFrom().voidItem() : outbox.append(connection, List.copyOf(facts)));
    }

    private Uni<Optional<ChunkHash>> root(SqlConnection connection, StoredFile file, boolean complete) {
        if (!complete) return Uni.createFrom().item(Optional.empty());
        return files.hashes(connection, file.fileId()).map(hashes -> Optional.of(new MerkleTree(hashes).root()));
    }

    private static FileEvent completed(StoredFile file, ChunkHash root, Instant now) {
        return new FileEvent.Completed(
                file.fileId(),
                now,
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().count(),
                root.toString(),
                file.uploadedBy());
    }
}
