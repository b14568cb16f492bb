package io.bitchat.terminal.rooms;

import io.bitchat.crypto.Sha256;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.UUID;

/** A file that is sent. Its methods read, so they must not run on an event loop. */
final class OfferedFile implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final FileChannel file;
    private final long size;
    private final String sha256;

    private OfferedFile(FileChannel file) throws IOException {
        this.file = file;
        size = file.size();
        sha256 = hash();
    }

    static OfferedFile open(Path path) throws IOException {
        return new OfferedFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    private String hash() throws IOException {
        var digest = Sha256.newDigest();
        var piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < size; at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, size - at));
            read(piece, at);
            digest.update(piece.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    long size() {
        return size;
    }

    /** SHA-256 of the whole file in hexadecimal. */
    String sha256() {
        return sha256;
    }

    /** The binary message with a chunk. */
    Buffer message(UUID transfer, Chunking chunking, int index) throws IOException {
        var message = new byte[ChunkFrameCodec.HEADER_BYTES + chunking.length(index)];
        var content = ByteBuffer.wrap(message).position(ChunkFrameCodec.HEADER_BYTES);
        read(content, chunking.offset(index));
        ChunkFrameCodec.putHeader(message, transfer, index);
        return Buffer.buffer(message);
    }

    private void read(ByteBuffer into, long offset) throws IOException {
        for (long at = offset; into.hasRemaining(); ) {
            int count = file.read(into, at);
            if (count < 0) throw new EOFException("the file became shorter while it was sent");
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
