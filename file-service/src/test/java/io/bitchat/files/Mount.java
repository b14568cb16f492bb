package io.bitchat.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small file system in memory over a folder of the tests. It has room for several chunks beside the reserve: chunks that
 * are written at the same time must not refuse each other for want of room. Needs root.
 */
public final class Mount implements AutoCloseable {
    static final long SIZE_BYTES = 8 << 20;
    private static final String OPTIONS = "size=" + SIZE_BYTES;

    private final Path folder;

    private Mount(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine lets a test mount: root without restrictions. */
    public static boolean isAllowed() {
        try {
            var folder = java.nio.file.Files.createTempDirectory(Path.of("target"), "mount");
            boolean allowed = ends("mount", "-t", "tmpfs", "-o", OPTIONS, "tmpfs", folder.toString());
            if (allowed) run("umount", folder.toString());
            java.nio.file.Files.delete(folder);
            return allowed;
        } catch (IOException e) {
            return false;
        }
    }

    /** Hides what is in the folder until the mount is closed. */
    public static Mount over(Path folder) throws IOException {
        java.nio.file.Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", OPTIONS, "tmpfs", folder.toString());
        return new Mount(folder);
    }

    void setWritable(boolean writable) {
        run("mount", "-o", "remount," + (writable ? "rw" : "ro"), folder.toString());
    }

    /** Lazily, since a check may have a file open. */
    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    private static void run(String... command) {
        if (!ends(command)) throw new IllegalStateException(String.join(" ", command) + " failed");
    }

    private static boolean ends(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
