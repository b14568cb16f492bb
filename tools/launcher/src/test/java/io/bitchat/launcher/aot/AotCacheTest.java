package io.bitchat.launcher.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
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
        cache = AotCache.of(jar, Program.java());
    }

    @Test
    void isFoundAgainWhileNothingChanges() throws IOException {
        assertThat(cache.isMade()).isFalse();
        Files.createFile(cache.file());

        assertThat(AotCache.of(jar, Program.java()).isMade()).isTrue();
    }

    @Test
    void isAnotherOneForOtherContentOfTheSameLengthAndTime() throws IOException {
        var time = Files.getLastModifiedTime(jar);
        var bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, time);

        assertThat(AotCache.of(jar, Program.java()).file()).isNotEqualTo(cache.file());
    }

    @Test
    void isAnotherOneForAnotherLibrary() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        Files.copy(jar, folder.resolve("lib/library.jar"));

        assertThat(AotCache.of(jar, Program.java()).file()).isNotEqualTo(cache.file());
    }

    /** The JVM compares times, and would refuse the cache at each start. */
    @Test
    void isAnotherOneForAnotherTime() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));

        assertThat(AotCache.of(jar, Program.java()).file()).isNotEqualTo(cache.file());
    }

    /** Any other application would start for real. */
    @Test
    void onlyAnApplicationThatEndsATrainingRunIsTrained() throws IOException {
        assertThat(AotCache.isTrainable(jar)).isFalse();
        generated("nothing of that kind");
        assertThat(AotCache.isTrainable(jar)).isFalse();
        generated("io/quarkus/arc/runtime/appcds/JvmStartupOptimizerArchiveRecorder");
        assertThat(AotCache.isTrainable(jar)).isTrue();
    }

    private void generated(String step) throws IOException {
        var classes = Files.createDirectories(folder.resolve("quarkus")).resolve("generated-bytecode.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(classes))) {
            out.putNextEntry(new JarEntry("io/quarkus/runner/recorded/ArcProcessor$signalBeanContainerReady1.class"));
            out.write(step.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void isAnotherOneForOtherOptions() {
        assertThat(AotCache.of(jar, Program.java("-XX:+UseParallelGC")).file()).isNotEqualTo(cache.file());
    }

    @Test
    void isAnotherOneForAnotherJdk() {
        var version = System.setProperty("java.vm.version", "26+1");
        try {
            assertThat(AotCache.of(jar, Program.java()).file()).isNotEqualTo(cache.file());
        } finally {
            System.setProperty("java.vm.version", version);
        }
    }
}
