package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SealedFileTest {
    private static final int CHUNK = 4_096;

    private final Random random = new Random(1);
    private final FileKey key = FileKey.generate(random);

    @Property(tries = 200)
    void everySealedPartIsAChunkOfThePlan(@ForAll @IntRange(min = 1, max = 40_000) int size) {
        var plain = new byte[size];
        random.nextBytes(plain);
        var file = new SealedFile(CHUNK, size);
        var plan = new ChunkPlan(file.sealedSize(), CHUNK);

        assertThat(plan.count()).isEqualTo(file.plain().count());
        for (int index = 0; index < plan.count(); index++) {
            int from = (int) file.plain().offset(index);
            var part = Arrays.copyOfRange(plain, from, from + file.plain().length(index));
            var sealed1 = file.seal(key, "file_a", index, part);

            assertThat(sealed1).hasSize(plan.length(index));
            assertThat(SealedFile.open(key, "file_a", index, plan.count(), sealed1))
                    .contains(part);
        }
    }

    @Test
    void theUsualChunkOfASiteCanBeSealedInto() {
        assertThat(new SealedFile(1 << 20, 1 << 20).plain().chunkSize()).isEqualTo((1 << 20) - 9 - 16 * 16);
    }

    /** An interrupted upload must send the same bytes again, or the site would take them for another file. */
    @Test
    void theSamePartIsSealedAlikeAndAnotherOtherwise() {
        var file = new SealedFile(CHUNK, 10_000);
        var part = new byte[file.plain().length(0)];
        var sealed1 = file.seal(key, "file_a", 0, part);

        assertThat(file.seal(key, "file_a", 0, part)).isEqualTo(sealed1);
        part[0] = 1;
        assertThat(Arrays.copyOf(file.seal(key, "file_a", 0, part), 9)).isNotEqualTo(Arrays.copyOf(sealed1, 9));
        assertThat(Arrays.copyOf(file.seal(FileKey.generate(random), "file_a", 0, part), 9))
                .isNotEqualTo(Arrays.copyOf(file.seal(key, "file_a", 0, part), 9));
    }

    @Property
    void theHeadIsReadAsItWasWritten(@ForAll @StringLength(max = 300) String name) {
        var clean = new String(
                name.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        var head = SealedFile.head(clean);

        assertThat(SealedFile.Head.parse(Arrays.copyOf(head, head.length + 5)))
                .contains(new SealedFile.Head(clean, head.length));
    }

    @Property
    void noBytesAreAHeadBeyondTheirEnd(@ForAll byte[] bytes) {
        SealedFile.Head.parse(bytes).ifPresent(head -> assertThat(head.length()).isLessThanOrEqualTo(bytes.length));
    }

    @Test
    void chunksTooSmallToSealAreRefused() {
        assertThatThrownBy(() -> new SealedFile(20, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealedFile.head("x".repeat(1_025))).isInstanceOf(IllegalArgumentException.class);
    }
}
