package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of frames and messages; the counterpart of {@link ByteReader}. */
public final class ByteWriter {
    /** Initial buffer size in bytes; most frames are shorter. */
    private static final int USUAL = 16;

    private byte[] buffer = new byte[USUAL];
    private int length;

    public ByteWriter u8(int value) {
        ensureRoom(1);
        buffer[length++] = (byte) value;
        return this;
    }

    public ByteWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public ByteWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public ByteWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    public ByteWriter varint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    public ByteWriter peer(PeerId peer) {
        return i64(peer.value());
    }

    public ByteWriter dot(Dot dot) {
        return peer(dot.writer()).varint(dot.sequence());
    }

    public ByteWriter contact(Contact contact) {
        peer(contact.id()).u8(contact.address().length());
        return bytes(contact.address().getBytes(StandardCharsets.US_ASCII));
    }

    public ByteWriter prefix(Prefix prefix) {
        return u8(prefix.digits()).i64(prefix.bits());
    }

    public ByteWriter range(Range range) {
        return peer(range.writer()).varint(range.from()).varint(range.to() - range.from());
    }

    public ByteWriter bytes(byte[] bytes) {
        ensureRoom(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    public byte[] toArray() {
        return Arrays.copyOf(buffer, length);
    }

    private void ensureRoom(int more) {
        if (length + more > buffer.length) buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
    }
}
