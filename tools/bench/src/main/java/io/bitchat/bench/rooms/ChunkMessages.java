package io.bitchat.bench.rooms;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/**
 * The chunks of a file whose content repeats after a few chunks. They are hashed once and not again, so that the driver
 * does not compete with the suite for the processor.
 */
final class ChunkMessages {
    private static final int DIFFERENT = 16;
    /** Where the index is in the header. */
    private static final int INDEX_AT = 17;

    private final Chunking chunking;
    private final byte[][] messages = new byte[DIFFERENT][];
    private final UUID transfer;

    ChunkMessages(UUID transfer, long size) {
        this.transfer = transfer;
        chunking = new Chunking(size, Chunking.DEFAULT_CHUNK_SIZE);
        var random = new Random(1);
        for (int i = 0; i < DIFFERENT; i++) {
            messages[i] = new byte[ChunkFrameCodec.HEADER_BYTES + Chunking.DEFAULT_CHUNK_SIZE];
            random.nextBytes(messages[i]);
            ChunkFrameCodec.putHeader(messages[i], transfer, i);
        }
    }

    Chunking chunking() {
        return chunking;
    }

    UUID transfer() {
        return transfer;
    }

    Buffer message(int index) {
        int length = chunking.length(index);
        if (length == chunking.chunkSize()) {
            var message = messages[index % DIFFERENT].clone();
            return Buffer.buffer(message).setInt(INDEX_AT, index);
        }
        var message = new byte[ChunkFrameCodec.HEADER_BYTES + length];
        System.arraycopy(
                messages[index % DIFFERENT],
                ChunkFrameCodec.HEADER_BYTES,
                message,
                ChunkFrameCodec.HEADER_BYTES,
                length);
        ChunkFrameCodec.putHeader(message, transfer, index);
        return Buffer.buffer(message);
    }

    /** Whether the content is that of the chunk. */
    boolean matches(int index, byte[] message) {
        int length = message.length - ChunkFrameCodec.HEADER_BYTES;
        return length == chunking.length(index)
                && Arrays.equals(
                        message,
                        ChunkFrameCodec.HEADER_BYTES,
                        message.length,
                        messages[index % DIFFERENT],
                        ChunkFrameCodec.HEADER_BYTES,
                        ChunkFrameCodec.HEADER_BYTES + length);
    }
}
