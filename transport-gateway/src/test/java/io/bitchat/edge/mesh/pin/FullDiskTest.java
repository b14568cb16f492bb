package io.bitchat.edge.mesh.pin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.testkit.network.NeedsNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of keys on a full disk, in a process of its own that has a small one. */
@NeedsNamespaces
class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void aFullDiskLosesNothingThatIsInMemoryAndIsWrittenLater() throws Exception {
        var said = folder.resolve("said");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var onSmallDisk = "mount -t tmpfs -o size=2m tmpfs \"$0\" && exec \"$@\"";
        var process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        onSmallDisk,
                        folder.toString(),
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).as("what it said").endsWith("all is well\n");
        assertThat(process.exitValue()).isZero();
    }
}
