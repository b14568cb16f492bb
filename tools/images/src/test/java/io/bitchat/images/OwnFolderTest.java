package io.bitchat.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
    private static final int USER = 10_001;

    @TempDir
    private Path folder;

    @Test
    void givesAllOfAFolderToTheUserAndNothingThatALinkPointsTo() throws IOException {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root can give files away");
        var inside = Files.createDirectories(folder.resolve("host/edge"));
        var queue = Files.createFile(inside.resolve("queue.db"));
        var outside = Files.createFile(folder.resolve("shadow"));
        var link = Files.createSymbolicLink(inside.resolve("link"), outside);

        OwnFolder.main(new String[] {folder.resolve("host").toString(), "10001", "10001"});

        for (var file : new Path[] {folder.resolve("host"), inside, queue, link}) {
            assertThat(owner(file)).as("owner of %s", file).isEqualTo(USER);
        }
        assertThat(owner(outside)).isZero();
    }

    @Test
    void changesNothingOfWhatTheUserOwns() throws IOException {
        Files.createFile(folder.resolve("queue.db"));
        var owner = new OwnFolder.Owner(owner(folder), (int) Files.getAttribute(folder, "unix:gid"));

        assertThat(owner.take(folder)).isZero();
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
