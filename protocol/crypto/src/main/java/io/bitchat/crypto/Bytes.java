package io.bitchat.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Immutable bytes: equal by content, ordered as unsigned numbers, printed as lower-case hex.
 *
 * <p>Not for secrets: they can be neither wiped nor compared in constant time.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] owned) {
        content = owned;
    }

    public static Bytes copyOf(byte[] source) {
        return new Bytes(source.clone());
    }

    /** Copies the remaining bytes of the buffer, and leaves its position unchanged. */
    public static Bytes copyOf(ByteBuffer source) {
        var copy = new byte[source.remaining()];
        source.get(source.position(), copy);
        return new Bytes(copy);
    }

    /** @throws IllegalArgumentException unless the text is an even number of hex digits */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    /**
     * A copy of the bytes from {@code from} to before {@code to}.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ size
     */
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > content.length)
            throw new IndexOutOfBoundsException(from + " to " + to + " of " + content.length);
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view without a copy. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return hex();
    }

    /** The array itself, for readers in this package; must not be modified. */
    byte[] shared() {
        return content;
    }

    /** Takes ownership of the array: nobody else may keep it. */
    static Bytes owning(byte[] array) {
        return new Bytes(array);
    }
}
