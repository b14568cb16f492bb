package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.chunk.ChunkCommits.Outcome;
import io.bitchat.files.file.ChunkBatchTable.Arrival;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.Workers;
import io.bitchat.files.verdict.ChunkVerdicts;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores chunks. First a row claims the chunk's place for its hash, then the object is written, then the row is marked
 * as stored. A crash in between leaves a claim: the same bytes can be sent again at once, other bytes once it has
 * expired.
 */
@ApplicationScoped
public class ChunkUpload {
    /** Lifetime of a claim; much longer than an object may take to be written. */
    public static final Duration CLAIM = ChunkClaims.CLAIM;

    private final FileTable files;
    private final ChunkClaims claims;
    private final ChunkCommits commits;
    private final ChunkStore store;
    private final Workers workers;
    private final KeyRing keys;
    private final ChunkVerdicts verdicts;
    private final Counter chunks;
    private final Counter bytes;
    private final SecureRandom random = new SecureRandom();

    ChunkUpload(
            FileTable files,
            ChunkClaims claims,
            ChunkCommits commits,
            ChunkStore store,
            Workers workers,
            KeyRing keys,
            ChunkVerdicts verdicts,
            MeterRegistry metrics) {
        this.files = files;
        this.claims = claims;
        this.commits = commits;
        this.store = store;
        this.workers = workers;
        this.keys = keys;
        this.verdicts = verdicts;
        this.chunks = metrics.counter("bitchat.files.chunks.stored");
        this.bytes = metrics.counter("bitchat.files.bytes.stored");
    }

    /**
     * Stores a chunk, or finds that it is stored already.
     *
     * @param bytes the chunk, with the length that the file's plan requires
     * @param declared hash given by the sender
     */
    public Uni<ChunkState> store(
            StoredFile file, int index, byte[] bytes, Optional<ChunkHash> declared, TraceContext trace) {
        return workers.run(() -> ChunkHash.of(bytes))
                .invoke(hash -> requireDeclared(file, hash, declared))
                .map(hash -> new Arrival(file, index, hash))
                .chain(chunk ->
                        claims.claim(chunk).chain(claimed -> claimed ? write(chunk, bytes, trace) : beaten(chunk)));
    }

    private void requireDeclared(StoredFile file, ChunkHash hash, Optional<ChunkHash> declared) {
        if (declared.isEmpty() || declared.get().equals(hash)) return;
        verdicts.invalid(file.fileId(), file.uploadedBy());
        throw Problem.of(
                422,
                "hash_mismatch",
                "the SHA-256 of the received bytes is " + hash + ", not " + declared.get()
                        + "; nothing was stored, send it again");
    }

    /**
     * Explains a refused claim: the chunk is stored already, other bytes are being written to its place, or the upload
     * has ended.
     */
    private Uni<ChunkState> beaten(Arrival chunk) {
        var fileId = chunk.file().fileId();
        int index = chunk.index();
        return files.findUpload(fileId)
                .invoke(ChunkUpload::requireOpen)
                .chain(() -> files.chunk(fileId, index))
                .map(known -> {
                    if (known.isPresent() && known.get().isStored()) return same(known.get(), chunk.hash());
                    if (known.isPresent() && known.get().damaged()) throw otherBytes(index);
                    throw Problem.conflict(
                            "chunk_in_progress",
                            "another request is sending other bytes of chunk " + index
                                    + "; check its state, then send again");
                });
    }

    private static ChunkState same(ChunkState known, ChunkHash hash) {
        if (known.hash().equals(hash)) return known;
        throw otherBytes(known.index());
    }

    private static Problem otherBytes(int index) {
        return Problem.conflict(
                "chunk_stored", "chunk " + index + " is already stored with other bytes and cannot be replaced");
    }

    private Uni<ChunkState> write(Arrival chunk, byte[] bytes, TraceContext trace) {
        return put(chunk, bytes).chain(() -> commits.stored(chunk, trace)).chain(outcome -> switch (outcome) {
            case Outcome.Stored(var state) -> Uni.createFrom().item(counted(state));
            case Outcome.Overtaken() -> overtaken(chunk);
            case Outcome.Useless() -> throw ended();
        });
    }

    private Uni<Void> put(Arrival chunk, byte[] bytes) {
        var file = chunk.file();
        var key = keys.unwrap(file.fileId(), file.key());
        var body = new SealedBody(key, file.placeOf(chunk.index(), chunk.hash()), bytes, random);
        return store.put(file.objectOf(chunk.index()), body)
                .onFailure(StoreFullException.class)
                .transform(full -> ((StoreFullException) full).problem());
    }

    private ChunkState counted(ChunkState state) {
        chunks.increment();
        bytes.increment(state.size());
        return state;
    }

    /**
     * Another request has stored the chunk meanwhile, or the claim has expired and the place was claimed for other
     * bytes.
     */
    private Uni<ChunkState> overtaken(Arrival chunk) {
        return files.chunk(chunk.file().fileId(), chunk.index()).map(known -> known.filter(ChunkState::isStored)
                .map(stored -> same(stored, chunk.hash()))
                .orElseThrow(() -> Problem.unavailable("the claim on the chunk has expired; send it again")));
    }

    static void requireOpen(StoredFile file) {
        if (file.status() == FileStatus.FAILED) throw ended();
    }

    private static Problem ended() {
        return Problem.conflict("upload_failed", "the upload was cancelled or has expired; begin a new one");
    }
}
