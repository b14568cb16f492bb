package io.bitchat.files.chunk;

import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.store.ObjectBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** A chunk that is sealed while it is written. */
public record SealedBody(FileKey key, SealedChunk.Place place, byte[] bytes, RandomGenerator random)
        implements ObjectBody {
    @Override
    public int length() {
        return SealedChunk.sealedLength(bytes.length);
    }

    @Override
    public void writeTo(Pieces out) throws IOException {
        var sealing = new SealedChunk.Sealing(key, place, bytes, random);
        var piece = ByteBuffer.allocate(
                Math.min(length(), SealedChunk.HEAD_BYTES + SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES));
        piece.put(sealing.head());
        while (sealing.hasNext()) {
            sealing.next(piece);
            out.write(piece.flip());
            piece.clear();
        }
    }

    /** Seals directly into the array, without an intermediate buffer. */
    @Override
    public void writeTo(byte[] array) {
        var sealing = new SealedChunk.Sealing(key, place, bytes, random);
        var sealed = ByteBuffer.wrap(array, 0, length());
        sealed.put(sealing.head());
        while (sealing.hasNext()) sealing.next(sealed);
    }
}
