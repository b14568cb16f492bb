package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts that frames and messages are made of; the counterpart of {@link Octets}. */
public final class OctetWriter {
    /** Most frames are shorter. */
    private static final int USUAL = 16;

    private byte[] octets = new byte[USUAL];
    private int length;

    public OctetWriter u8(int value) {
        ensureRoom(1);
        octets[length++] = (byte) value;
        return this;
    }

    public OctetWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public OctetWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public OctetWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public OctetWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public OctetWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    public OctetWriter varint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    public OctetWriter peer(PeerId peer) {
        return i64(peer.value());
    }

    public OctetWriter dot(Dot dot) {
        return peer(dot.writer()).varint(dot.sequence());
    }

    public OctetWriter contact(Contact contact) {
        peer(contact.id()).u8(contact.address().length());
        return bytes(contact.address().getBytes(StandardCharsets.US_ASCII));
    }

    public OctetWriter prefix(Prefix prefix) {
        return u8(prefix.digits()).i64(prefix.bits());
    }

    public OctetWriter range(Range range) {
        return peer(range.writer()).varint(range.from()).varint(range.to() - range.from());
    }

    public OctetWriter bytes(byte[] bytes) {
        ensureRoom(bytes.length);
        System.arraycopy(bytes, 0, octets, length, bytes.length);
        length += bytes.length;
        return this;
    }

    public byte[] toArray() {
        return Arrays.copyOf(octets, length);
    }

    private void ensureRoom(int more) {
        if (length + more > octets.length) octets = Arrays.copyOf(octets, Math.max(length + more, octets.length * 2));
    }
}
