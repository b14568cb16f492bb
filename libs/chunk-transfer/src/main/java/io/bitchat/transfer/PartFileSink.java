package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.download.ChunkSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a download beside its target: {@code <target>.part} contains the chunks at their offsets, and
 * {@code <target>.part.journal} lists them. After the last chunk the part is synced to disk and atomically renamed to
 * the target. An interrupted download can continue: the chunks in the journal are read and hashed again, so that damage
 * by a crash or by another program is detected. Therefore the chunks need not be synced one by one.
 */
public final class PartFileSink implements ChunkSink {
    private final Vertx vertx;
    private final Path target;
    private final Path part;
    private final Path notes;
    private @Nullable Open open;

    /** @param target path of the complete file; it must not exist yet */
    public PartFileSink(Vertx vertx, Path target) {
        this.vertx = vertx;
        this.target = target.toAbsolutePath();
        this.part = beside(".part");
        this.notes = beside(".part.journal");
    }

    private Path beside(String ending) {
        return target.resolveSibling(target.getFileName() + ending);
    }

    private record Open(ChunkPlan plan, FileChannel file, PartJournal journal) {}

    /**
     * Fails with {@link FileAlreadyExistsException} if the target exists, and with an {@link IOException} if it cannot
     * be written.
     */
    @Override
    public Future<ChunkSet> begin(FileManifest manifest, List<ChunkHash> hashes) {
        return vertx.executeBlocking(() -> openPart(manifest, hashes), false);
    }

    private ChunkSet openPart(FileManifest manifest, List<ChunkHash> hashes) throws IOException {
        if (Files.exists(target)) throw new FileAlreadyExistsException(target.toString());
        var journal = PartJournal.open(notes, manifest);
        try {
            var file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var opened = new Open(manifest.plan(), file, journal);
            open = opened;
            return verified(opened, hashes);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static ChunkSet verified(Open open, List<ChunkHash> hashes) throws IOException {
        var right = new BitSet();
        var noted = open.journal().noted();
        for (int index = noted.nextSetBit(0); index >= 0; index = noted.nextSetBit(index + 1)) {
            if (open.plan().has(index) && ChunkHash.of(read(open, index)).equals(hashes.get(index))) right.set(index);
        }
        return ChunkSet.copyOf(right);
    }

    private static byte[] read(Open open, int index) throws IOException {
        var bytes = ByteBuffer.allocate(open.plan().length(index));
        long at = open.plan().offset(index);
        while (bytes.hasRemaining()) {
            int count = open.file().read(bytes, at + bytes.position());
            if (count < 0) break;
        }
        return bytes.array();
    }

    @Override
    public Future<Void> store(int index, byte[] bytes) {
        return vertx.executeBlocking(
                () -> {
                    var to = required();
                    write(to.file(), ByteBuffer.wrap(bytes), to.plan().offset(index));
                    to.journal().note(index);
                    return null;
                },
                false);
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) position += file.write(bytes, position);
    }

    @Override
    public Future<Void> complete() {
        return vertx.executeBlocking(
                () -> {
                    var done = required();
                    done.file().truncate(done.plan().fileSize());
                    done.file().force(true);
                    if (Files.exists(target)) throw new FileAlreadyExistsException(target.toString());
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                    syncFolder();
                    done.journal().delete();
                    return null;
                },
                false);
    }

    private void syncFolder() throws IOException {
        var folder = target.getParent();
        if (folder == null) return;
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Open required() throws IOException {
        if (open == null) throw new IOException(part + " is not open");
        return open;
    }

    /** Keeps the stored chunks. */
    @Override
    public void close() {
        if (open == null) return;
        try (var file = open.file();
                var journal = open.journal()) {
            open = null;
        } catch (IOException _) {
            // the chunks of the journal are hashed again before they are used
        }
    }
}
