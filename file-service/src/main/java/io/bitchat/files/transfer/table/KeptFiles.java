package io.bitchat.files.transfer.table;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.MerkleTree;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.upload.NewFiles;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Makes the file of a transfer a complete file of the file API. Its id is the id of the transfer, and its objects are in
 * the store already.
 */
@ApplicationScoped
class KeptFiles {
    private static final String CHUNKS = """
            insert into file_chunks (id, file_id, chunk_index, chunk_hash, chunk_size, stored_path, uploaded, uploaded_at,
                                     available_from)
            select gen_random_uuid(), $1, chunk_index, chunk_hash, chunk_size, stored_path, true, $2, jsonb_build_array($3::text)
            from unnest($4::integer[], $5::text[], $6::integer[], $7::text[])
                 as piece (chunk_index, chunk_hash, chunk_size, stored_path)
            """;

    private final FileTable files;
    private final NewFiles newFiles;
    private final KnownPeers peers;
    private final ChunkStore store;
    private final Outbox outbox;

    KeptFiles(FileTable files, NewFiles newFiles, KnownPeers peers, ChunkStore store, Outbox outbox) {
        this.files = files;
        this.newFiles = newFiles;
        this.peers = peers;
        this.store = store;
        this.outbox = outbox;
    }

    /** Inserts the file and its chunks, in the transaction that ends the transfer. */
    Uni<Void> insert(SqlConnection connection, TransferRow transfer, List<KeptPiece> pieces, ChunkPlan plan) {
        var file = file(transfer, plan);
        var now = file.createdAt();
        var root = new MerkleTree(pieces.stream().map(KeptPiece::hash).toList()).root();
        return peers.admit(connection, file.uploadedBy())
                .chain(() -> files.insert(connection, file))
                .chain(() -> chunks(connection, file, pieces, now))
                .chain(() ->
                        files.progress(connection, file, pieces.size(), FileStatus.COMPLETED, Optional.of(root), now))
                .chain(() -> outbox.append(connection, facts(file, root, now)));
    }

    private StoredFile file(TransferRow transfer, ChunkPlan plan) {
        var offer = transfer.offer();
        var file = newFiles.of(
                offer.id().toString(), offer.file().name(), plan, offer.file().mimeType(), offer.sender());
        return newFiles.with(file, transfer.key());
    }

    private Uni<Void> chunks(SqlConnection connection, StoredFile file, List<KeptPiece> pieces, Instant now) {
        var columns = Tuple.tuple(List.of(
                file.fileId(),
                now.atOffset(ZoneOffset.UTC),
                file.uploadedBy(),
                pieces.stream().map(KeptPiece::index).toArray(Integer[]::new),
                pieces.stream().map(piece -> piece.hash().toString()).toArray(String[]::new),
                pieces.stream().map(KeptPiece::size).toArray(Integer[]::new),
                pieces.stream()
                        .map(piece -> store.locationOf(new ObjectKey(file.fileId(), piece.index())))
                        .toArray(String[]::new)));
        return connection.preparedQuery(CHUNKS).execute(columns).replaceWithVoid();
    }

    private static List<Outbox.Entry> facts(StoredFile file, ChunkHash root, Instant now) {
        var begun = new FileEvent.Initialised(
                file.fileId(),
                now,
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().chunkSize(),
                file.plan().count(),
                file.uploadedBy());
        var done = new FileEvent.Completed(
                file.fileId(),
                now,
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().count(),
                root.toString(),
                file.uploadedBy());
        var trace = TraceContext.start();
        return List.of(new Outbox.Entry(begun, trace), new Outbox.Entry(done, trace));
    }
}
