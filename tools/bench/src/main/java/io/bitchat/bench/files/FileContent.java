package io.bitchat.bench.files;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Content of files to upload, of any length in little memory: 16 MiB of random bytes repeated, each chunk stamped with
 * its index so that no two are equal. Downloads are compared byte by byte.
 */
public final class FileContent {
    /** The suite's default chunk size; the run is refused if the suite uses another. */
    static final int CHUNK = 1 << 20;

    private static final int BASE = 16 << 20;
    private static final int STAMP = Long.BYTES;

    private final byte[] base = new byte[BASE];
    private final int chunks;
    private final int salt;

    /** @param salt distinguishes the files of one run */
    public FileContent(int chunks, int salt) {
        this.chunks = chunks;
        this.salt = salt;
        new Random(salt).nextBytes(base);
    }

    public int chunks() {
        return chunks;
    }

    public long size() {
        return (long) chunks * CHUNK;
    }

    /** A chunk, without copying. */
    public Buffer chunk(int index) {
        return part((long) index * CHUNK, CHUNK);
    }

    /** The first {@code length} bytes of the chunk at {@code from}. */
    Buffer part(long from, int length) {
        int index = (int) (from / CHUNK);
        if (from % CHUNK != 0 || length < STAMP || length > CHUNK)
            throw new IllegalArgumentException("part of a chunk");
        return Buffer.buffer(Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(stamp(index)),
                Unpooled.wrappedBuffer(base, offset(index) + STAMP, length - STAMP)));
    }

    private byte[] stamp(int index) {
        return ByteBuffer.allocate(STAMP).putInt(salt).putInt(index).array();
    }

    private static int offset(int index) {
        return (int) ((long) index * CHUNK % BASE);
    }

    /** A copy of a chunk. */
    byte[] bytes(int index) {
        return chunk(index).getBytes();
    }

    /** Returns true if the received bytes are those of the file at this position. */
    @SuppressWarnings("deprecation") // no other access avoids a copy, and the suite needs the core more
    boolean matches(long position, Buffer came) {
        return matches(position, came.getByteBuf().nioBuffer());
    }

    /** Like {@link #matches(long, Buffer)}; consumes the buffer. The comparison is vectorised. */
    boolean matches(long position, ByteBuffer came) {
        long at = position;
        while (came.hasRemaining()) {
            int index = (int) (at / CHUNK);
            int inside = (int) (at % CHUNK);
            int length = Math.min(came.remaining(), CHUNK - inside);
            if (index >= chunks || !matches(index, inside, came.slice(came.position(), length))) return false;
            came.position(came.position() + length);
            at += length;
        }
        return true;
    }

    private boolean matches(int index, int inside, ByteBuffer part) {
        int stamped = Math.clamp(STAMP - inside, 0, part.remaining());
        int others = part.remaining() - stamped;
        var stamp = ByteBuffer.wrap(stamp(index)).slice(Math.min(inside, STAMP), stamped);
        var rest = ByteBuffer.wrap(base, offset(index) + inside + stamped, others);
        return part.slice(0, stamped).equals(stamp)
                && part.slice(stamped, others).equals(rest);
    }
}
