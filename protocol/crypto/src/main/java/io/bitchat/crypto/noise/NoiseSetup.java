package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one side of a handshake, and factory of {@link NoiseHandshake}.
 *
 * @param prologue context that both sides must agree on; not sent (Noise rev 34 §6)
 * @param ownStatic own static key pair, if the pattern sends or presupposes it
 * @param remoteStatic the other side's static key, if the pattern presupposes it; keys that are sent are learnt in the
 *     handshake
 * @param psks one PSK for each psk modifier of the pattern, in that order
 */
public record NoiseSetup(
        NoisePattern pattern,
        Bytes prologue,
        @Nullable X25519KeyPair ownStatic,
        @Nullable X25519PublicKey remoteStatic,
        List<PreSharedKey> psks) {
    public NoiseSetup {
        psks = List.copyOf(psks);
    }

    public static NoiseSetup of(NoisePattern pattern) {
        return new NoiseSetup(pattern, Bytes.EMPTY, null, null, List.of());
    }

    public NoiseSetup withPrologue(Bytes bytes) {
        return new NoiseSetup(pattern, bytes, ownStatic, remoteStatic, psks);
    }

    public NoiseSetup withOwnStatic(X25519KeyPair pair) {
        return new NoiseSetup(pattern, prologue, pair, remoteStatic, psks);
    }

    public NoiseSetup withRemoteStatic(X25519PublicKey key) {
        return new NoiseSetup(pattern, prologue, ownStatic, key, psks);
    }

    public NoiseSetup withPsks(PreSharedKey... keys) {
        return new NoiseSetup(pattern, prologue, ownStatic, remoteStatic, List.of(keys));
    }

    /**
     * Begins a handshake as the side that writes first.
     *
     * @param random random source; outside of simulations a {@link java.security.SecureRandom}
     * @throws IllegalArgumentException if a key or PSK that the pattern needs is missing, or there is one too many
     */
    public NoiseHandshake initiator(RandomGenerator random) {
        return begin(Role.INITIATOR, () -> X25519KeyPair.generate(random));
    }

    /**
     * Begins a handshake as the side that reads first.
     *
     * @param random random source; outside of simulations a {@link java.security.SecureRandom}
     * @throws IllegalArgumentException if a key or PSK that the pattern needs is missing, or there is one too many
     */
    public NoiseHandshake responder(RandomGenerator random) {
        return begin(Role.RESPONDER, () -> X25519KeyPair.generate(random));
    }

    /** For published test vectors only: otherwise every handshake needs a new ephemeral key. */
    NoiseHandshake beginWithTestEphemeral(Role role, X25519KeyPair ephemeral) {
        return begin(role, () -> ephemeral);
    }

    private NoiseHandshake begin(Role role, Supplier<X25519KeyPair> ephemerals) {
        require(ownStatic != null || !pattern.needsStatic(role), "own static key");
        require(remoteIsPreShared(role) == (remoteStatic != null), "remote static key");
        require(psks.size() == pattern.pskCount(), pattern.pskCount() + " psks");
        return new NoiseHandshake(this, role, ephemerals);
    }

    private boolean remoteIsPreShared(Role role) {
        return role == Role.INITIATOR
                ? pattern.preShared().responder()
                : pattern.preShared().initiator();
    }

    private void require(boolean met, String what) {
        if (!met) throw new IllegalArgumentException(pattern + " and the setup disagree: " + what);
    }
}
