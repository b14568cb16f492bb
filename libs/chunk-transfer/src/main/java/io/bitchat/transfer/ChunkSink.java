package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.vertx.core.Future;
import java.util.List;

/** Receives verified chunks. Called on the download's event loop, which it must not block. */
public interface ChunkSink {
    /**
     * Begins the download.
     *
     * @param hashes verified hashes of all chunks
     * @return chunks that are here already and need not be fetched
     */
    Future<ChunkSet> begin(FileManifest manifest, List<ChunkHash> hashes);

    /** Stores a verified chunk; a failure ends the download. */
    Future<Void> store(int index, byte[] bytes);

    /** Called after all chunks are stored. */
    Future<Void> complete();

    /** Called at the end of the download, complete or not. */
    void close();
}
