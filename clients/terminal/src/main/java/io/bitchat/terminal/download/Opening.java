package io.bitchat.terminal.download;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedFile;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Opens a sealed file after the complete download. */
final class Opening {
    private final Link link;
    private final FileKey key;
    private final ChunkPlan plan;

    /** @param plan chunk plan of the sealed file */
    Opening(Link link, ChunkPlan plan) {
        this.link = link;
        this.key = link.key().orElseThrow();
        this.plan = plan;
    }

    /** The name that the sender gave it. */
    String name(Path sealed) throws IOException {
        try (var in = FileChannel.open(sealed, StandardOpenOption.READ)) {
            return head(chunk(in, 0)).name();
        }
    }

    /** Writes the plain file; it appears complete or not at all. */
    void run(Path sealed, Path target) throws IOException {
        var draft = target.resolveSibling(target.getFileName() + ".part");
        try (var in = FileChannel.open(sealed, StandardOpenOption.READ);
                var out = FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int index = 0; index < plan.count(); index++) {
                var plain = chunk(in, index);
                int from = index == 0 ? head(plain).length() : 0;
                var bytes = ByteBuffer.wrap(plain, from, plain.length - from);
                while (bytes.hasRemaining()) out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static SealedFile.Head head(byte[] first) {
        return SealedFile.Head.parse(first)
                .orElseThrow(() -> new Failure("the sealed file has an unknown format version"));
    }

    private byte[] chunk(FileChannel in, int index) throws IOException {
        var sealed = ByteBuffer.allocate(plan.length(index));
        while (sealed.hasRemaining()) {
            if (in.read(sealed, plan.offset(index) + sealed.position()) < 0) break;
        }
        return SealedFile.open(key, link.fileId(), index, plan.count(), sealed.array())
                .orElseThrow(() -> new Failure("the key after the # does not open this file"));
    }
}
