package io.bitchat.terminal.upload;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedFile;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file to send, plain or sealed. Thread-safe. */
final class Outgoing implements AutoCloseable {
    private final FileChannel file;
    private final long size;
    private final byte[] head;
    private final Optional<FileKey> key;

    private Outgoing(FileChannel file, long size, byte[] head, Optional<FileKey> key) {
        this.file = file;
        this.size = size;
        this.head = head;
        this.key = key;
    }

    static Outgoing open(Path path, Optional<FileKey> key) throws IOException {
        var head = key.map(_ -> SealedFile.head(Local.nameOf(path))).orElse(new byte[0]);
        var file = FileChannel.open(path, StandardOpenOption.READ);
        return new Outgoing(file, file.size(), head, key);
    }

    /** Number of bytes that the site receives with this chunk size. */
    long size(int chunkSize) {
        return key.isPresent() ? sealed(chunkSize).sealedSize() : size;
    }

    /** The chunk plan for this chunk size. */
    ChunkPlan plan(int chunkSize) {
        return new ChunkPlan(size(chunkSize), chunkSize);
    }

    private SealedFile sealed(int chunkSize) {
        try {
            return new SealedFile(chunkSize, head.length + size);
        } catch (IllegalArgumentException _) {
            throw new Failure(
                    "a sealed file does not fit the site's chunks of " + chunkSize + " bytes; send without --sealed");
        }
    }

    /** The bytes of a chunk. Reads the file, so it must not run on an event loop. */
    byte[] chunk(String fileId, int index, int chunkSize) throws IOException {
        if (key.isEmpty()) return read(plan(chunkSize), index);
        var sealed = sealed(chunkSize);
        return sealed.seal(key.get(), fileId, index, read(sealed.plain(), index));
    }

    private byte[] read(ChunkPlan plan, int index) throws IOException {
        var bytes = ByteBuffer.allocate(plan.length(index));
        long at = plan.offset(index);
        if (at < head.length) bytes.put(head, (int) at, (int) Math.min(head.length - at, bytes.remaining()));
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, at + bytes.position() - head.length);
            if (count < 0) throw new EOFException("the file became shorter while it was sent");
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
