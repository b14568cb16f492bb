package io.bitchat.edge.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sockets and selectors of this process, as Linux lists them; 0 elsewhere. */
public final class OpenSockets {
    private static final Path LIST = Path.of("/proc/self/fd");

    private OpenSockets() {}

    public static long count() throws IOException {
        if (!Files.isDirectory(LIST)) return 0;
        try (var files = Files.list(LIST)) {
            return files.filter(OpenSockets::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            var target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
