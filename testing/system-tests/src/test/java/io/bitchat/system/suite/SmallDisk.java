package io.bitchat.system.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small tmpfs mounted over a folder of a running suite. Closing it makes the original files visible again. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Skips the test if this user may not mount. */
    public static SmallDisk over(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()) == 0;
        assumeTrue(mounted, "skipped: a small disk is a tmpfs, which only root can mount over " + folder);
        return new SmallDisk(folder);
    }

    /** Cannot shrink below the space in use. */
    public void resize(int mebibytes) throws IOException, InterruptedException {
        assertThat(run("mount", "-o", "remount,size=" + mebibytes + "m", folder.toString()))
                .isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Unmounts at once, even while a sweep reads the folder. */
    @Override
    public void close() throws IOException, InterruptedException {
        assertThat(run("umount", "--lazy", folder.toString())).isZero();
    }
}
