package io.bitchat.files.spool;

import io.bitchat.chunks.FileKey;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import java.util.UUID;

/**
 * The file of a transfer.
 *
 * @param transfer id of the transfer, and of the file if it is kept
 * @param chunking its chunks
 * @param key key of the file, with which everything on a disk or in a store is sealed
 * @param restored whether the transfer ran before a restart; otherwise nothing is looked for
 */
public record SpooledFile(UUID transfer, Chunking chunking, FileKey key, boolean restored) {
    /** Id of the file if it is kept. */
    String fileId() {
        return transfer.toString();
    }

    /** Length of the whole message of a chunk in bytes. */
    int messageLength(int index) {
        return ChunkFrameCodec.HEADER_BYTES + chunking.length(index);
    }
}
