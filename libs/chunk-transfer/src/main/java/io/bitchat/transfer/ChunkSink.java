package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.vertx.core.Future;
import java.util.List;

/** Where verified chunks go. Called on the download's event loop, which it must not block. */
public interface ChunkSink {
    /**
     * The download begins.
     *
     * @param hashes of all chunks, proved
     * @return what is here already and need not be fetched
     */
    Future<ChunkSet> begin(FileManifest manifest, List<ChunkHash> hashes);

    /** Stores a chunk that was verified; a failure ends the download. */
    Future<Void> store(int index, byte[] bytes);

    /** All chunks are stored. */
    Future<Void> complete();

    /** The download is over, complete or not. */
    void close();
}
