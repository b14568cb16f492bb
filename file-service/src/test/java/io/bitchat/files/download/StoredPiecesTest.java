package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredPiecesTest {
    private static final SealedChunk.Place PLACE = new SealedChunk.Place("file_a", 0, 1);
    private static final int RECORD = SealedChunk.RECORD_BYTES;

    private final Random random = new Random(7);
    private final FileKey key = FileKey.generate(random);
    private final byte[] chunk = new byte[4 * RECORD];
    private final PieceBuffers buffers = new PieceBuffers();

    StoredPiecesTest() {
        random.nextBytes(chunk);
    }

    /** A piece that does not open is read again while the piece before it is still being sent. */
    @Test
    void aPieceStaysAsItIsUntilTheNextButOneIsGivenOut() throws IOException {
        var sealed = SealedChunk.seal(key, PLACE, chunk, random);
        sealed[sealed.length / 3] ^= 1;
        var first = pieces(sealed, 0).next().orElseThrow();

        assertThat(pieces(sealed, RECORD).next()).isEmpty();
        assertThat(pieces(sealed, RECORD).next()).isEmpty();
        assertThat(first.getBytes()).isEqualTo(record(0));

        sealed[sealed.length / 3] ^= 1;
        var second = pieces(sealed, RECORD).next().orElseThrow();
        assertThat(first.getBytes()).isEqualTo(record(0));
        assertThat(second.getBytes()).isEqualTo(record(1));
    }

    private StoredPieces pieces(byte[] sealed, int from) {
        var opening = new SealedChunk.Opening(key, PLACE, chunk.length);
        return new StoredPieces(new InMemory(sealed), opening, chunk.length, from, chunk.length, buffers);
    }

    private byte[] record(int index) {
        return Arrays.copyOfRange(chunk, index * RECORD, (index + 1) * RECORD);
    }

    private record InMemory(byte[] bytes) implements StoredObject {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public ByteBuffer read(long from, int length, ByteBuffer spare) {
            return spare.put(bytes, (int) from, length).flip();
        }

        @Override
        public void close() {}
    }
}
