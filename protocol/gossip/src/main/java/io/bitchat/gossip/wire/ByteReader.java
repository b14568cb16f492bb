package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import java.nio.charset.StandardCharsets;

/** Reads the fields of frames and messages. Throws {@link Refusal} for invalid or truncated input. */
public final class ByteReader {
    private static final int MAX_VARINT_BYTES = 9;

    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Thrown when a frame is invalid; the decoder turns it into an answer. */
    public static final class Refusal extends RuntimeException {
        private final transient Decoded.Fault fault;

        Refusal(Decoded.Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        Decoded.Fault fault() {
            return fault;
        }
    }

    public int u8() {
        if (at == bytes.length) throw new Refusal(Decoded.Fault.TRUNCATED);
        return bytes[at++] & 0xFF;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u24() {
        return u8() << 16 | u16();
    }

    public long i64() {
        return (long) i32() << 32 | i32() & 0xFFFF_FFFFL;
    }

    private int i32() {
        return u16() << 16 | u16();
    }

    public boolean flag() {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        };
    }

    /** Seven bits per byte, lowest first, the top bit set on all bytes but the last; 0 to 2^63 - 1 in shortest form. */
    public long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int one = u8();
            value |= (long) (one & 0x7F) << (7 * i);
            if (one < 0x80) {
                if (one == 0 && i > 0) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
                return value;
            }
        }
        throw new Refusal(Decoded.Fault.TOO_LONG);
    }

    /**
     * Reads the count of items of at least {@code bytesEach} bytes. Checks it against the limit and the remaining bytes
     * before any item is read.
     */
    public int count(int limit, int bytesEach) {
        long count = varint();
        if (count > limit) throw new Refusal(Decoded.Fault.TOO_LONG);
        if (count * bytesEach > remaining()) throw new Refusal(Decoded.Fault.TRUNCATED);
        return (int) count;
    }

    public PeerId peer() {
        return new PeerId(i64());
    }

    public long positive() {
        long value = varint();
        if (value < 1) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        return value;
    }

    public Dot dot() {
        return new Dot(peer(), positive());
    }

    public Contact contact() {
        var id = peer();
        int length = u8();
        if (length > Contact.MAX_ADDRESS_BYTES) throw new Refusal(Decoded.Fault.TOO_LONG);
        if (length > remaining()) throw new Refusal(Decoded.Fault.TRUNCATED);
        var text = new String(bytes, at, length, StandardCharsets.US_ASCII);
        at += length;
        if (!Contact.isPrintable(text)) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        return new Contact(id, text);
    }

    public Prefix prefix() {
        int digits = u8();
        if (digits > Prefix.MAX_DIGITS) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        long bits = i64();
        if (digits < Prefix.MAX_DIGITS && bits >>> (4 * digits) != 0) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        return new Prefix(digits, bits);
    }

    public Range range() {
        var writer = peer();
        long from = positive();
        long more = varint();
        if (more > Long.MAX_VALUE - from) throw new Refusal(Decoded.Fault.OUT_OF_RANGE);
        return new Range(writer, from, from + more);
    }

    public int remaining() {
        return bytes.length - at;
    }

    public boolean isAtEnd() {
        return at == bytes.length;
    }
}
