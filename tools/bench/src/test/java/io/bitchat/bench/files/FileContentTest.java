package io.bitchat.bench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileContentTest {
    private final FileContent content = new FileContent(20, 7);

    private byte[] whole() {
        var all = Buffer.buffer();
        for (int index = 0; index < content.chunks(); index++) all.appendBuffer(content.chunk(index));
        return all.getBytes();
    }

    /** For any split of the answer into pieces. */
    @Test
    void whatComesBackInAnyPiecesIsRecognised() {
        var all = whole();
        assertThat(all).hasSize((int) content.size());
        var random = new Random(1);
        for (int at = 0; at < all.length; ) {
            int length = Math.min(all.length - at, 1 + random.nextInt(300_000));
            assertThat(content.matches(at, Buffer.buffer(all).slice(at, at + length)))
                    .as("from %d, %d bytes", at, length)
                    .isTrue();
            at += length;
        }
    }

    @Test
    void everyOtherByteIsNoticed() {
        var all = whole();
        for (int at :
                new int[] {0, 3, 7, 8, FileContent.CHUNK - 1, FileContent.CHUNK, FileContent.CHUNK + 4, all.length - 1
                }) {
            var one = all.clone();
            one[at] ^= 1;
            assertThat(content.matches(0, Buffer.buffer(one))).as("byte %d", at).isFalse();
        }
        assertThat(content.matches(FileContent.CHUNK, Buffer.buffer(all).slice(0, 1_000)))
                .isFalse();
        assertThat(content.matches(all.length, Buffer.buffer("x"))).isFalse();
    }

    @Test
    void chunksOfOneFileAndOfTwoDiffer() {
        assertThat(content.chunk(0)).isNotEqualTo(content.chunk(16));
        assertThat(content.chunk(0)).isNotEqualTo(new FileContent(20, 8).chunk(0));
        assertThatThrownBy(() -> content.part(1, 100)).isInstanceOf(IllegalArgumentException.class);
    }
}
