package io.bitchat.crypto.noise;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import org.jspecify.annotations.Nullable;

/** The key pairs of this side and the public keys of the other side (Noise rev 34 §5.3: s, e, rs, re). */
final class HandshakeKeys {
    private final Role role;
    private final @Nullable X25519KeyPair ownStatic;
    private @Nullable X25519KeyPair ownEphemeral;
    private @Nullable X25519PublicKey remoteStatic;
    private @Nullable X25519PublicKey remoteEphemeral;

    HandshakeKeys(Role role, @Nullable X25519KeyPair ownStatic, @Nullable X25519PublicKey remoteStatic) {
        this.role = role;
        this.ownStatic = ownStatic;
        this.remoteStatic = remoteStatic;
    }

    X25519KeyPair ownStatic() {
        return present(ownStatic);
    }

    @Nullable
    X25519PublicKey remoteStatic() {
        return remoteStatic;
    }

    void own(X25519KeyPair ephemeral) {
        ownEphemeral = ephemeral;
    }

    void remoteEphemeral(X25519PublicKey key) {
        remoteEphemeral = key;
    }

    void remoteStatic(X25519PublicKey key) {
        remoteStatic = key;
    }

    /** The static key of {@code owner} that is known before the first message. */
    X25519PublicKey preShared(Role owner) {
        return owner == role ? ownStatic().publicKey() : present(remoteStatic);
    }

    /** The shared secret of a token. Its first letter is the initiator's key, its second the responder's. */
    byte[] agree(Token token) {
        return switch (token) {
            case EE -> present(ownEphemeral).agree(present(remoteEphemeral));
            case SS -> ownStatic().agree(present(remoteStatic));
            case ES -> role == Role.INITIATOR ? ephemeralWithStatic() : staticWithEphemeral();
            case SE -> role == Role.INITIATOR ? staticWithEphemeral() : ephemeralWithStatic();
            case E, S, PSK -> throw new IllegalArgumentException("no agreement: " + token);
        };
    }

    /** Wipes the ephemeral key pair only; the static one belongs to the caller. */
    void wipeEphemeral() {
        if (ownEphemeral != null) ownEphemeral.wipe();
    }

    private byte[] ephemeralWithStatic() {
        return present(ownEphemeral).agree(present(remoteStatic));
    }

    private byte[] staticWithEphemeral() {
        return ownStatic().agree(present(remoteEphemeral));
    }

    private static <T> T present(@Nullable T key) {
        if (key == null) throw new IllegalStateException("the pattern brings no such key");
        return key;
    }
}
