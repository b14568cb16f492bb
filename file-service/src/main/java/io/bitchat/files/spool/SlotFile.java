package io.bitchat.files.spool;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * A file with a slot of fixed size for each chunk: its hash and content, sealed for the transfer and the place. Each
 * sealing has a nonce of its own, so a slot may be written again. A slot that was written halfway does not open, so
 * after a crash the file itself says what it has. Blocks; thread-safe for different chunks.
 */
final class SlotFile implements AutoCloseable {
    /** The rest of the header is known. */
    private static final int HASH_AT = ChunkFrameCodec.HEADER_BYTES - ChunkHash.BYTES;

    private final SpooledFile file;
    private final FileChannel channel;
    private final int slot;
    private final SecureRandom random = new SecureRandom();

    SlotFile(SpooledFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.slot = SealedChunk.sealedLength(ChunkHash.BYTES + file.chunking().chunkSize());
    }

    /** Size of a slot in bytes. */
    int slotSize() {
        return slot;
    }

    void write(int index, Buffer message) throws IOException {
        var plain = message.getBytes(HASH_AT, message.length());
        var sealed = ByteBuffer.wrap(SealedChunk.seal(file.key(), place(index), plain, random));
        long at = offset(index);
        while (sealed.hasRemaining()) at += channel.write(sealed, at);
    }

    /** The message of a chunk; empty if the slot does not hold it as a whole. */
    Optional<Buffer> read(int index) throws IOException {
        int length = file.chunking().length(index);
        var sealed = new byte[SealedChunk.sealedLength(ChunkHash.BYTES + length)];
        if (!fill(ByteBuffer.wrap(sealed), offset(index))) return Optional.empty();
        return SealedChunk.open(file.key(), place(index), sealed).map(plain -> message(index, plain));
    }

    /** Chunks whose slots open; reads the whole file. */
    BitSet scan() throws IOException {
        var found = new BitSet();
        int count = file.chunking().count();
        for (int index = 0; index < count && offset(index) < channel.size(); index++) {
            if (read(index).isPresent()) found.set(index);
        }
        return found;
    }

    private boolean fill(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) return false;
            at += count;
        }
        return true;
    }

    private Buffer message(int index, byte[] plain) {
        var hash = Bytes.copyOf(Arrays.copyOf(plain, ChunkHash.BYTES));
        var content = Bytes.copyOf(ByteBuffer.wrap(plain).position(ChunkHash.BYTES));
        return Buffer.buffer(
                ChunkFrameCodec.encode(new ChunkFrame(new ChunkHeader(file.transfer(), index, hash), content)));
    }

    private long offset(int index) {
        return (long) index * slot;
    }

    private SealedChunk.Place place(int index) {
        return new SealedChunk.Place(
                "spool/" + file.transfer(), index, file.chunking().count());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
