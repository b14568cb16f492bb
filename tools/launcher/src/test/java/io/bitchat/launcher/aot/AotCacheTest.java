package io.bitchat.launcher.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    private Path jar;
    private AotCache cache;

    @BeforeEach
    void build() throws IOException {
        jar = Program.in(folder);
        cache = cacheOf();
    }

    @Test
    void isFoundAgainWhileNothingChanges() throws IOException {
        assertThat(cache.isMade()).isFalse();
        Files.createFile(cache.file());

        assertThat(cacheOf().isMade()).isTrue();
    }

    @Test
    void isAnotherOneForOtherContentOfTheSameLengthAndTime() throws IOException {
        var time = Files.getLastModifiedTime(jar);
        var bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, time);

        assertThat(cacheOf().file()).isNotEqualTo(cache.file());
    }

    @Test
    void isAnotherOneForAnotherLibrary() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        Files.copy(jar, folder.resolve("lib/library.jar"));

        assertThat(cacheOf().file()).isNotEqualTo(cache.file());
    }

    /** The JVM compares times, and would refuse the cache at each start. */
    @Test
    void isAnotherOneForAnotherTime() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));

        assertThat(cacheOf().file()).isNotEqualTo(cache.file());
    }

    @Test
    void isAnotherOneForOtherOptions() {
        assertThat(cacheOf("-XX:+UseParallelGC").file()).isNotEqualTo(cache.file());
    }

    @Test
    void isAnotherOneForAnotherJdk() {
        var version = System.setProperty("java.vm.version", "26+1");
        try {
            assertThat(cacheOf().file()).isNotEqualTo(cache.file());
        } finally {
            System.setProperty("java.vm.version", version);
        }
    }

    private AotCache cacheOf(String... options) {
        return AotCache.of(jar, Program.java(options), Program.arguments(jar));
    }
}
