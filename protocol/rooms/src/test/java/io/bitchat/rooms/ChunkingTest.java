package io.bitchat.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "65535, 1, 65535",
        "65536, 1, 65536",
        "65537, 2, 1",
        "10485760, 160, 65536",
        "524288000, 8000, 65536",
        "524287999, 8000, 65535"
    })
    void theLastChunkIsWhatIsLeft(long size, int count, int lastLength) {
        var chunking = new Chunking(size, Chunking.DEFAULT_CHUNK_SIZE);

        assertThat(chunking.count()).isEqualTo(count);
        assertThat(chunking.length(count - 1)).isEqualTo(lastLength);
    }

    @Test
    void anEmptyFileHasNoChunks() {
        var chunking = new Chunking(0, Chunking.DEFAULT_CHUNK_SIZE);

        assertThat(chunking.count()).isZero();
        assertThat(chunking.has(0)).isFalse();
        assertThat(chunking.bytes(0)).isZero();
    }

    @Property(tries = 200)
    void chunksFollowEachOtherAndCoverTheFile(
            @ForAll @LongRange(max = 20_000) long size, @ForAll @IntRange(min = 1, max = 5_000) int chunkSize) {
        var chunking = new Chunking(size, chunkSize);
        long end = 0;
        for (int i = 0; i < chunking.count(); i++) {
            assertThat(chunking.offset(i)).isEqualTo(end);
            assertThat(chunking.length(i)).isBetween(1, chunkSize);
            end += chunking.length(i);
            assertThat(chunking.bytes(i + 1)).isEqualTo(end);
        }
        assertThat(end).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1024", "10, 0", "10, 1048577", "1048577, 1"})
    void whatIsNoDivisionIsRefused(long size, int chunkSize) {
        assertThat(Chunking.isPossible(size, chunkSize)).isFalse();
        assertThatThrownBy(() -> new Chunking(size, chunkSize)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotThereHasNoLength() {
        var chunking = new Chunking(10, 4);

        assertThat(chunking.has(3)).isFalse();
        assertThat(chunking.has(Long.MAX_VALUE)).isFalse();
        assertThatThrownBy(() -> chunking.length(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> chunking.length(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
