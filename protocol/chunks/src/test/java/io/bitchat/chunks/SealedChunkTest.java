package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.SealedChunk.Place;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SealedChunkTest {
    private static final Place PLACE = new Place("file_a", 3, 7);
    private static final byte[] CHUNK = "what is in the file".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(1);
    private final FileKey key = FileKey.generate(random);
    private final byte[] sealed = SealedChunk.seal(key, PLACE, CHUNK, random);

    @Property
    void whatWasSealedIsOpened(@ForAll @Size(max = 3_000) byte[] chunk) {
        var again = SealedChunk.seal(key, PLACE, chunk, random);

        assertThat(again).hasSize(SealedChunk.sealedLength(chunk.length));
        assertThat(SealedChunk.open(key, PLACE, again)).contains(chunk);
    }

    @Property(tries = 200)
    void aChunkOfManyRecordsIsOpenedToo(@ForAll @IntRange(max = 5) int records, @ForAll @IntRange(max = 3) int more) {
        var chunk = new byte[records * (64 << 10) + more];
        random.nextBytes(chunk);

        var again = SealedChunk.seal(key, PLACE, chunk, random);

        assertThat(again).hasSize(SealedChunk.sealedLength(chunk.length));
        assertThat(SealedChunk.open(key, PLACE, again)).contains(chunk);
    }

    @Test
    void recordsThatWereExchangedOrTakenAwayAreNoticed() {
        var chunk = new byte[3 * (64 << 10)];
        random.nextBytes(chunk);
        var long3 = SealedChunk.seal(key, PLACE, chunk, random);
        int record = (64 << 10) + 16;
        var exchanged = long3.clone();
        System.arraycopy(long3, 9, exchanged, 9 + record, record);
        System.arraycopy(long3, 9 + record, exchanged, 9, record);

        assertThat(SealedChunk.open(key, PLACE, exchanged)).isEmpty();
        assertThat(SealedChunk.open(key, PLACE, Arrays.copyOf(long3, 9 + record)))
                .isEmpty();
        assertThat(SealedChunk.open(key, PLACE, Arrays.copyOf(long3, 9 + 2 * record)))
                .isEmpty();
        assertThat(SealedChunk.open(key, PLACE, long3)).contains(chunk);
    }

    /** Opens a chunk as docs/protocols/chunks.md describes, without the code under test. */
    @Test
    void theFormatIsAsItIsWritten() throws Exception {
        var chunk = new byte[(64 << 10) + 5];
        random.nextBytes(chunk);
        var sealed2 = ByteBuffer.wrap(SealedChunk.seal(key, PLACE, chunk, random));
        var associated = ByteBuffer.allocate(13 + 6)
                .put((byte) 2)
                .putInt(3)
                .putInt(7)
                .putInt(chunk.length)
                .put("file_a".getBytes(StandardCharsets.UTF_8))
                .array();
        var opened = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            var nonce = ByteBuffer.allocate(12)
                    .put(sealed2.array(), 1, 8)
                    .putInt(3 * 512 + i)
                    .array();
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.toBytes(), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associated);
            opened.write(cipher.doFinal(sealed2.array(), i == 0 ? 9 : 9 + 65_552, i == 0 ? 65_552 : 5 + 16));
        }

        assertThat(sealed2.get(0)).isEqualTo((byte) 2);
        assertThat(opened.toByteArray()).isEqualTo(chunk);
    }

    /** The same for version 3. */
    @Test
    void theFormatWithAHashIsAsItIsWritten() throws Exception {
        var hash = ChunkHash.of(CHUNK);
        var bound = SealedChunk.seal(key, new Place("file_a", 3, 7, Optional.of(hash)), CHUNK, random);
        var associated = ByteBuffer.allocate(13 + 32 + 6)
                .put((byte) 3)
                .putInt(3)
                .putInt(7)
                .putInt(CHUNK.length)
                .put(hash.bytes().toArray())
                .put("file_a".getBytes(StandardCharsets.UTF_8))
                .array();
        var nonce = ByteBuffer.allocate(12).put(bound, 1, 8).putInt(3 * 512).array();
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.toBytes(), "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);

        assertThat(bound[0]).isEqualTo((byte) 3);
        assertThat(cipher.doFinal(bound, 9, bound.length - 9)).isEqualTo(CHUNK);
    }

    @Test
    void whatWasSealedForAHashOpensForThatHashOnly() {
        var place = new Place("file_a", 3, 7, Optional.of(ChunkHash.of(CHUNK)));
        var bound = SealedChunk.seal(key, place, CHUNK, random);
        var other = new Place("file_a", 3, 7, Optional.of(ChunkHash.of(new byte[1])));

        assertThat(SealedChunk.open(key, place, bound)).contains(CHUNK);
        assertThat(SealedChunk.open(key, other, bound)).isEmpty();
        assertThat(SealedChunk.open(key, PLACE, bound)).isEmpty();
        assertThat(SealedChunk.open(key, place, sealed)).isEmpty();
    }

    @Property(tries = 100)
    void recordsAreOpenedOneByOneInAnyOrder(
            @ForAll @IntRange(min = 1, max = 4) int records, @ForAll @IntRange(min = 1, max = 65_536) int lastOnes) {
        var chunk = new byte[(records - 1) * SealedChunk.RECORD_BYTES + lastOnes];
        random.nextBytes(chunk);
        var whole = SealedChunk.seal(key, PLACE, chunk, random);
        var opening = new SealedChunk.Opening(key, PLACE, chunk.length);

        assertThat(opening.begin(Arrays.copyOf(whole, SealedChunk.HEAD_BYTES))).isTrue();
        for (int record = records - 1; record >= 0; record--) {
            int from = record * SealedChunk.RECORD_BYTES;
            int at = SealedChunk.HEAD_BYTES + record * (SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES);
            var in = ByteBuffer.wrap(whole, at, SealedChunk.sealedRecord(chunk.length, record));
            var out = ByteBuffer.allocate(SealedChunk.sealedRecord(chunk.length, record) - SealedChunk.TAG_BYTES);

            assertThat(opening.open(record, in, out)).isTrue();
            assertThat(out.array()).isEqualTo(Arrays.copyOfRange(chunk, from, from + out.capacity()));
        }
    }

    @Test
    void aRecordInAnothersPlaceDoesNotOpen() {
        var chunk = new byte[2 * SealedChunk.RECORD_BYTES];
        var whole = SealedChunk.seal(key, PLACE, chunk, random);
        var opening = new SealedChunk.Opening(key, PLACE, chunk.length);
        opening.begin(Arrays.copyOf(whole, SealedChunk.HEAD_BYTES));
        var first = ByteBuffer.wrap(whole, SealedChunk.HEAD_BYTES, SealedChunk.sealedRecord(chunk.length, 0));
        var tooShort = ByteBuffer.wrap(whole, SealedChunk.HEAD_BYTES, 100);

        assertThat(opening.open(1, first.slice(), ByteBuffer.allocate(SealedChunk.RECORD_BYTES)))
                .isFalse();
        assertThat(opening.open(0, tooShort, ByteBuffer.allocate(SealedChunk.RECORD_BYTES)))
                .isFalse();
        assertThat(opening.open(0, first, ByteBuffer.allocate(SealedChunk.RECORD_BYTES)))
                .isTrue();
    }

    @Test
    void theSameChunkIsNeverSealedTheSame() {
        assertThat(SealedChunk.seal(key, PLACE, CHUNK, random)).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("what");
    }

    @Test
    void everyFlippedByteIsNoticed() {
        for (int i = 0; i < sealed.length; i++) {
            var altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(SealedChunk.open(key, PLACE, altered)).as("byte " + i).isEmpty();
        }
    }

    @Test
    void everyLengthButItsOwnIsNoticed() {
        for (int length = 0; length < sealed.length; length++) {
            assertThat(SealedChunk.open(key, PLACE, Arrays.copyOf(sealed, length)))
                    .isEmpty();
        }
        assertThat(SealedChunk.open(key, PLACE, Arrays.copyOf(sealed, sealed.length + 1)))
                .isEmpty();
    }

    @Test
    void itOpensInItsPlaceOnly() {
        assertThat(SealedChunk.open(key, new Place("file_a", 4, 7), sealed)).isEmpty();
        assertThat(SealedChunk.open(key, new Place("file_a", 3, 8), sealed)).isEmpty();
        assertThat(SealedChunk.open(key, new Place("file_b", 3, 7), sealed)).isEmpty();
        assertThat(SealedChunk.open(FileKey.generate(random), PLACE, sealed)).isEmpty();
    }

    @Test
    void keysDoNotShowThemselves() {
        assertThat(key).hasToString("FileKey");
        assertThat(key.hash()).isEqualTo(FileKey.ofBytes(key.toBytes()).hash());
    }
}
