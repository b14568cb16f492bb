package io.bitchat.gossip;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message as relays see it: sealed bytes that never change on their way. */
public final class Envelope {
    private final byte[] bytes;
    private volatile @Nullable MessageId id;

    private Envelope(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: the caller must not change it any more. */
    public static Envelope of(byte[] sealed) {
        return new Envelope(sealed);
    }

    /** What is hashed, stored and sent; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes. */
    public int size() {
        return bytes.length;
    }

    /** The name of these bytes. */
    public MessageId id() {
        var known = id;
        if (known == null) {
            var hash = ByteBuffer.wrap(sha256().digest(bytes));
            known = new MessageId(hash.getLong(), hash.getLong());
            id = known;
        }
        return known;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope && Arrays.equals(envelope.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "Envelope[" + id() + ", " + bytes.length + " bytes]";
    }
}
