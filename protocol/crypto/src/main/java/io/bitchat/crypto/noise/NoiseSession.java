package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.ChaCha20Poly1305;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.SymmetricState.Split;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transport phase after a completed handshake: one cipher for each direction (Noise rev 34 §5.3, §11). A message is
 * {@value #OVERHEAD_BYTES} bytes longer than its plaintext. Not thread-safe.
 *
 * <p>Messages must be read in the order in which they were written, each once; {@link #decryptAt} is for transports
 * that number them.
 */
public final class NoiseSession {
    public static final int OVERHEAD_BYTES = ChaCha20Poly1305.TAG_BYTES;
    public static final int MAX_PLAINTEXT_BYTES = NoiseHandshake.MAX_MESSAGE_BYTES - OVERHEAD_BYTES;

    private static final byte[] NO_DATA = {};

    private final @Nullable CipherState sending;
    private final @Nullable CipherState receiving;
    private final Bytes handshakeHash;
    private final @Nullable X25519PublicKey remoteStatic;

    private NoiseSession(
            @Nullable CipherState sending,
            @Nullable CipherState receiving,
            Bytes handshakeHash,
            @Nullable X25519PublicKey remoteStatic) {
        this.sending = sending;
        this.receiving = receiving;
        this.handshakeHash = handshakeHash;
        this.remoteStatic = remoteStatic;
    }

    static NoiseSession of(
            Split split, Role role, boolean oneWay, Bytes handshakeHash, @Nullable X25519PublicKey remoteStatic) {
        var back = oneWay ? null : split.fromResponder();
        return role == Role.INITIATOR
                ? new NoiseSession(split.fromInitiator(), back, handshakeHash, remoteStatic)
                : new NoiseSession(back, split.fromInitiator(), handshakeHash, remoteStatic);
    }

    /**
     * The handshake hash: the same on both sides and unique to the session, for channel binding (Noise rev 34 §11.2).
     */
    public Bytes handshakeHash() {
        return handshakeHash;
    }

    /** The other side's static key; empty if the pattern has none. */
    public Optional<X25519PublicKey> remoteStatic() {
        return Optional.ofNullable(remoteStatic);
    }

    /** The number of the next message to write, from 0, as an unsigned number. */
    public long nextNumber() {
        return sending().nonce();
    }

    /**
     * Writes the next message.
     *
     * @throws IllegalArgumentException if the plaintext exceeds {@value #MAX_PLAINTEXT_BYTES} bytes
     * @throws IllegalStateException if all nonces are used, or only the other side may write
     */
    public byte[] encrypt(byte[] plaintext) {
        requireFitting(plaintext.length);
        var out = ByteBuffer.allocate(plaintext.length + OVERHEAD_BYTES);
        encrypt(ByteBuffer.wrap(plaintext), out);
        return out.array();
    }

    /** As {@link #encrypt(byte[])}, from one buffer to another; both positions advance. */
    public void encrypt(ByteBuffer plaintext, ByteBuffer out) {
        requireFitting(plaintext.remaining());
        sending().encrypt(NO_DATA, plaintext, out);
    }

    /**
     * Reads the next message of the other side. A refused message changes nothing, so the genuine one is still
     * accepted.
     */
    public NoiseRead decrypt(byte[] message) {
        var out = ByteBuffer.allocate(Math.clamp(message.length - OVERHEAD_BYTES, 0, MAX_PLAINTEXT_BYTES));
        var fault = decrypt(ByteBuffer.wrap(message), out);
        return fault == null ? new NoiseRead.Payload(Bytes.copyOf(out.flip())) : new NoiseRead.Refused(fault);
    }

    /**
     * As {@link #decrypt(byte[])}, from one buffer to another with room for the plaintext; both positions advance.
     *
     * @return null if the message is genuine
     */
    public @Nullable NoiseFault decrypt(ByteBuffer message, ByteBuffer out) {
        if (message.remaining() > NoiseHandshake.MAX_MESSAGE_BYTES) return NoiseFault.TOO_LONG;
        if (message.remaining() < OVERHEAD_BYTES) return NoiseFault.TOO_SHORT;
        if (receiving().exhausted()) return NoiseFault.NONCES_EXHAUSTED;
        return receiving().decrypt(NO_DATA, message, out) ? null : NoiseFault.NOT_AUTHENTIC;
    }

    /**
     * Reads message number {@code number}, without changing the number expected next (Noise rev 34 §11.4). The caller
     * must refuse numbers that were read before.
     */
    public NoiseRead decryptAt(long number, byte[] message) {
        long expected = receiving().nonce();
        receiving().setNonce(number);
        try {
            return decrypt(message);
        } finally {
            receiving().setNonce(expected);
        }
    }

    /** Changes the key for later writes; the other side must do the same at this point (§11.3). */
    public void rekeySending() {
        sending().rekey();
    }

    /** Changes the key for later reads. */
    public void rekeyReceiving() {
        receiving().rekey();
    }

    /** Wipes the keys; the session is unusable afterwards. */
    public void wipe() {
        if (sending != null) sending.wipe();
        if (receiving != null) receiving.wipe();
    }

    /** For tests of the last nonces. */
    void skipTo(long number) {
        sending().setNonce(number);
    }

    /** For tests of the last nonces. */
    void expect(long number) {
        receiving().setNonce(number);
    }

    private static void requireFitting(int bytes) {
        if (bytes > MAX_PLAINTEXT_BYTES) throw new IllegalArgumentException("plaintext of " + bytes + " bytes");
    }

    private CipherState sending() {
        if (sending == null) throw new IllegalStateException("only the initiator writes");
        return sending;
    }

    private CipherState receiving() {
        if (receiving == null) throw new IllegalStateException("only the initiator writes");
        return receiving;
    }
}
