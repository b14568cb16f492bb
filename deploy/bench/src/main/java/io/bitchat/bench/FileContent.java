package io.bitchat.bench;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Files to upload, of any length in little memory: 16 MiB of chance over and over, each chunk stamped with its index so
 * that no two are the same. What comes back is compared octet by octet.
 */
final class FileContent {
    /** The suite's default; whatever it answers otherwise refuses the run. */
    static final int CHUNK = 1 << 20;

    private static final int BASE = 16 << 20;
    private static final int STAMP = Long.BYTES;

    private final byte[] base = new byte[BASE];
    private final int chunks;
    private final int salt;

    /** @param salt tells files of one run apart */
    FileContent(int chunks, int salt) {
        this.chunks = chunks;
        this.salt = salt;
        new Random(salt).nextBytes(base);
    }

    int chunks() {
        return chunks;
    }

    long size() {
        return (long) chunks * CHUNK;
    }

    /** A chunk, without a copy of it. */
    Buffer chunk(int index) {
        return part((long) index * CHUNK, CHUNK);
    }

    /** Octets from a chunk's beginning on. */
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

    /** Whether octets that came are those of the file at this position. */
    boolean matches(long position, Buffer came) {
        var octets = came.getBytes();
        for (int at = 0; at < octets.length; ) {
            int index = (int) ((position + at) / CHUNK);
            int inside = (int) ((position + at) % CHUNK);
            int length = Math.min(octets.length - at, CHUNK - inside);
            if (index >= chunks || !matches(index, inside, octets, at, length)) return false;
            at += length;
        }
        return true;
    }

    private boolean matches(int index, int inside, byte[] octets, int at, int length) {
        int stamped = Math.clamp(STAMP - inside, 0, length);
        int from = offset(index) + inside;
        return Arrays.equals(
                        stamp(index),
                        Math.min(inside, STAMP),
                        Math.min(inside, STAMP) + stamped,
                        octets,
                        at,
                        at + stamped)
                && Arrays.equals(base, from + stamped, from + length, octets, at + stamped, at + length);
    }
}
