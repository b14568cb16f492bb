package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.store.ByteArrayPool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenedPiecesTest {
    private static final int LENGTH = 150_000;
    private static final SealedChunk.Place PLACE = new SealedChunk.Place("file_a", 3, 9);

    private final Random random = new Random(1);
    private final FileKey key = FileKey.generate(random);
    private final byte[] chunk = bytes(LENGTH);
    private final byte[] sealed = SealedChunk.seal(key, PLACE, chunk, random);
    private final ByteArrayPool pool = new ByteArrayPool(1, LENGTH);

    @Test
    void whatIsWantedComesInOnePiece() throws Exception {
        var pieces = pieces(sealed, 70_000, 140_001);

        assertThat(pieces.at()).isEqualTo(70_000);
        assertThat(pieces.next().orElseThrow().getBytes()).isEqualTo(Arrays.copyOfRange(chunk, 70_000, 140_001));
        assertThat(pieces.hasNext()).isFalse();
    }

    /** Lengths around multiples of the record size, 65,536 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 2 * 65_536})
    void aChunkOfAnyLengthIsOpened(int length) throws Exception {
        var bytes = bytes(length);
        var pieces = OpenedPieces.of(
                new ByteArrayInputStream(SealedChunk.seal(key, PLACE, bytes, random)),
                new SealedChunk.Opening(key, PLACE, length),
                length,
                0,
                length,
                pool);

        assertThat(pieces.isWhole()).isTrue();
        assertThat(pieces.next().orElseThrow().getBytes()).isEqualTo(bytes);
    }

    /** Positions in the head, in a record outside the wanted part, in a tag, and at the end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 80_000, 65_550, LENGTH + 9 + 3 * 16 - 1})
    void nothingIsGivenOutOfAChunkThatWasAlteredAnywhere(int at) throws Exception {
        var altered = sealed.clone();
        altered[at] ^= 1;

        var pieces = pieces(altered, 0, 10);

        assertThat(pieces.isWhole()).isFalse();
        assertThat(pieces.next()).isEmpty();
    }

    @Test
    void nothingIsGivenOutOfAChunkThatIsTooShortOrTooLong() throws Exception {
        for (int length : new int[] {0, 8, 9, 1_000, sealed.length - 1, sealed.length + 1}) {
            assertThat(pieces(Arrays.copyOf(sealed, length), 0, LENGTH).isWhole())
                    .isFalse();
        }
    }

    @Test
    void chunksThatAreOpenAtATimeDoNotShareAnArray() throws Exception {
        var closedTwice = pieces(sealed, 0, LENGTH);
        closedTwice.close();
        closedTwice.close();
        var other = bytes(LENGTH);

        var one = pieces(sealed, 0, LENGTH);
        var two = pieces(SealedChunk.seal(key, PLACE, other, random), 0, LENGTH);

        assertThat(one.next().orElseThrow().getBytes()).isEqualTo(chunk);
        assertThat(two.next().orElseThrow().getBytes()).isEqualTo(other);
    }

    @Test
    void nothingComesOfAChunkThatIsClosed() throws Exception {
        var pieces = pieces(sealed, 0, LENGTH);
        pieces.close();

        assertThat(pieces.next()).isEmpty();
    }

    @Test
    void anArrayIsUsedAgainAfterAnAnswerThatBrokeOff() {
        var array = pool.take(LENGTH);
        pool.giveBack(array);
        var breaking = new SequenceInputStream(new ByteArrayInputStream(sealed, 0, 100_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken off");
            }
        });

        assertThatThrownBy(() -> OpenedPieces.of(breaking, opening(), LENGTH, 0, LENGTH, pool))
                .isInstanceOf(IOException.class);

        assertThat(pool.take(LENGTH)).isSameAs(array);
    }

    private ChunkPieces pieces(byte[] stored, int from, int to) throws IOException {
        return OpenedPieces.of(new ByteArrayInputStream(stored), opening(), LENGTH, from, to, pool);
    }

    private SealedChunk.Opening opening() {
        return new SealedChunk.Opening(key, PLACE, LENGTH);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
