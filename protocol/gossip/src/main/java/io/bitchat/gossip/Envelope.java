package io.bitchat.gossip;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message as relays see it: encrypted bytes that never change on the way. */
public final class Envelope {
    private final byte[] bytes;
    private volatile @Nullable MessageId id;

    private Envelope(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes ownership of the array: the caller must not modify it afterwards. */
    public static Envelope of(byte[] sealed) {
        return new Envelope(sealed);
    }

    /** The bytes that are hashed, stored and sent; must not be modified. */
    public byte[] bytes() {
        return bytes;
    }

    /** Size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** The id of this message, computed from its bytes. */
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
