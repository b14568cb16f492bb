package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.fail;

import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.Decoded;
import java.nio.ByteBuffer;

/** What may happen to a chunk on its way. */
final class Damage {
    private Damage() {}

    /** The same bytes but for one bit. */
    static Bytes flipped(Bytes bytes) {
        var array = bytes.toArray();
        array[array.length / 2] ^= 1;
        return Bytes.copyOf(array);
    }

    static ChunkFrame decoded(byte[] message) {
        return ChunkFrameCodec.decode(ByteBuffer.wrap(message)) instanceof Decoded.Complete<ChunkFrame>(var frame)
                ? frame
                : fail("a broken frame");
    }
}
