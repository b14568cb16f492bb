package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskTest {
    @Test
    void whatIsKeptBackIsNotToSpare() {
        assertThat(new Disk(() -> 500, () -> 100_000, 200).spare()).isEqualTo(300);
        assertThat(new Disk(() -> 100, () -> 100_000, 200).spare()).isEqualTo(-100);
    }

    @Test
    void ofASmallDiskATenthIsKeptBack() {
        assertThat(new Disk(() -> 500, () -> 1_000, 1L << 30).spare()).isEqualTo(400);
    }

    @Test
    void aRealDiskSaysWhatItHas() {
        var disk = Disk.of(Path.of("target"), 0);

        assertThat(disk.spare()).isPositive();
        assertThat(disk.isFullFor(1)).isFalse();
    }
}
