package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkPlanTest {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1048576, 1, 1048576",
        "1048577, 2, 1",
        "5242880, 5, 1048576",
        "5242881, 6, 1",
        "1073741824, 1024, 1048576"
    })
    void theLastChunkIsWhatIsLeft(long fileSize, int count, int lastLength) {
        var plan = new ChunkPlan(fileSize, MIB);

        assertThat(plan.count()).isEqualTo(count);
        assertThat(plan.length(count - 1)).isEqualTo(lastLength);
    }

    @Property
    void chunksFollowEachOtherAndCoverTheFile(
            @ForAll @LongRange(min = 1, max = 100_000) long fileSize,
            @ForAll @IntRange(min = 1, max = 5_000) int chunkSize) {
        var plan = new ChunkPlan(fileSize, chunkSize);
        long end = 0;
        for (int i = 0; i < plan.count(); i++) {
            assertThat(plan.offset(i)).isEqualTo(end);
            assertThat(plan.indexAt(end)).isEqualTo(i);
            end += plan.length(i);
            assertThat(plan.indexAt(end - 1)).isEqualTo(i);
        }
        assertThat(end).isEqualTo(fileSize);
    }

    @ParameterizedTest
    @CsvSource({"0, 1024", "-1, 1024", "10, 0", "10, 16777217", "1048577, 1"})
    void whatIsNoPlanIsRefused(long fileSize, int chunkSize) {
        assertThatThrownBy(() -> new ChunkPlan(fileSize, chunkSize)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotThereHasNoLength() {
        var plan = new ChunkPlan(10, 4);

        assertThat(plan.has(-1)).isFalse();
        assertThat(plan.has(3)).isFalse();
        assertThatThrownBy(() -> plan.length(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> plan.offset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> plan.indexAt(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
