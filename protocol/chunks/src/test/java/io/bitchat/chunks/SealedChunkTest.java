package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.SealedChunk.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

        assertThat(again).hasSize(chunk.length + SealedChunk.OVERHEAD);
        assertThat(SealedChunk.open(key, PLACE, again)).contains(chunk);
    }

    @Test
    void theSameChunkIsNeverSealedTheSame() {
        assertThat(SealedChunk.seal(key, PLACE, CHUNK, random)).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("what");
    }

    @Test
    void everyFlippedOctetIsNoticed() {
        for (int i = 0; i < sealed.length; i++) {
            var altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(SealedChunk.open(key, PLACE, altered)).as("octet " + i).isEmpty();
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
