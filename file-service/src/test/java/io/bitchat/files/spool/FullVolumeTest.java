package io.bitchat.files.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.testkit.network.NeedsNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool on a full volume, in a process of its own that has a small one. */
@NeedsNamespaces
class FullVolumeTest {
    @TempDir
    private Path folder;

    @Test
    void aFullVolumeIsReportedAndWhatWasStoredStays() throws Exception {
        var onSmallVolume = "mount -t tmpfs -o size=2m tmpfs \"$0\" && exec \"$@\"";
        var said = folder.resolve("said");
        var volume = Files.createDirectory(folder.resolve("volume"));
        var command = new ProcessBuilder("unshare", "--mount", "sh", "-c", onSmallVolume, volume.toString());
        command.command().addAll(SpoolProcess.command(FullVolume.class, volume.toString()));
        var process =
                command.redirectErrorStream(true).redirectOutput(said.toFile()).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).as("what it said").contains("\nall is well\n");
        assertThat(process.exitValue()).isZero();
    }
}
