package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.ChaCha20Poly1305;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of a handshake (Noise rev 34 §5.3): writes and reads the messages of the pattern in turn, then provides the
 * {@link NoiseSession}. Created by {@link NoiseSetup}. Not thread-safe.
 *
 * <p>A message consists, token by token, of an ephemeral key (32 bytes), a static key (32 bytes, plus a tag of 16 once
 * there is a key to encrypt with), and finally the payload (also with a tag then).
 */
public final class NoiseHandshake {
    public static final int MAX_MESSAGE_BYTES = 65_535;

    private final NoisePattern pattern;
    private final Role role;
    private final SymmetricState symmetric;
    private final HandshakeKeys keys;
    private final Iterator<PreSharedKey> psks;
    private final Supplier<X25519KeyPair> ephemerals;
    private int next;
    private boolean failed;
    private @Nullable NoiseSession session;

    NoiseHandshake(NoiseSetup setup, Role role, Supplier<X25519KeyPair> ephemerals) {
        this.pattern = setup.pattern();
        this.role = role;
        this.symmetric = new SymmetricState(pattern.protocolName());
        this.keys = new HandshakeKeys(role, setup.ownStatic(), setup.remoteStatic());
        this.psks = setup.psks().iterator();
        this.ephemerals = ephemerals;
        mixBeginning(setup.prologue());
    }

    public boolean isComplete() {
        return session != null;
    }

    public boolean canWrite() {
        return underway() && role.sends(next);
    }

    public boolean canRead() {
        return underway() && !role.sends(next);
    }

    /** Number of bytes of the next message besides its payload. */
    public int overhead() {
        boolean keyed = symmetric.hasKey();
        int bytes = 0;
        for (Token token : pattern.message(next)) {
            if (token == Token.E || token == Token.S) bytes += X25519PublicKey.BYTES;
            if (token == Token.S && keyed) bytes += ChaCha20Poly1305.TAG_BYTES;
            keyed |= token != Token.S && (token != Token.E || pattern.pskCount() > 0);
        }
        return keyed ? bytes + ChaCha20Poly1305.TAG_BYTES : bytes;
    }

    /**
     * Writes the next message.
     *
     * @throws IllegalStateException unless {@link #canWrite}
     * @throws IllegalArgumentException if the message would exceed {@value #MAX_MESSAGE_BYTES} bytes
     */
    public byte[] write(byte[] payload) {
        if (!canWrite()) throw new IllegalStateException("not the turn to write");
        int overhead = overhead();
        if (payload.length > MAX_MESSAGE_BYTES - overhead)
            throw new IllegalArgumentException("payload of " + payload.length + " bytes");
        var out = ByteBuffer.allocate(overhead + payload.length);
        for (Token token : pattern.message(next)) write(token, out);
        symmetric.encryptAndHash(ByteBuffer.wrap(payload), out);
        advance();
        return out.array();
    }

    /**
     * Reads a message of the other side. A refusal ends the handshake, except {@link NoiseFault#OUT_OF_TURN}, which
     * changes nothing.
     */
    public NoiseRead read(byte[] message) {
        if (!canRead()) return new NoiseRead.Refused(NoiseFault.OUT_OF_TURN);
        if (message.length > MAX_MESSAGE_BYTES) return refuse(NoiseFault.TOO_LONG);
        int overhead = overhead();
        if (message.length < overhead) return refuse(NoiseFault.TOO_SHORT);
        var in = ByteBuffer.wrap(message);
        for (Token token : pattern.message(next)) {
            var fault = read(token, in);
            if (fault != null) return refuse(fault);
        }
        var payload = ByteBuffer.allocate(message.length - overhead);
        if (!symmetric.decryptAndHash(in, payload)) return refuse(NoiseFault.NOT_AUTHENTIC);
        advance();
        return new NoiseRead.Payload(Bytes.copyOf(payload.flip()));
    }

    /** The other side's static key, once it is known. Whether it is authenticated depends on the pattern (§7.7). */
    public Optional<X25519PublicKey> remoteStatic() {
        return Optional.ofNullable(keys.remoteStatic());
    }

    /** @throws IllegalStateException unless {@link #isComplete} */
    public NoiseSession session() {
        if (session == null) throw new IllegalStateException("the handshake is not complete");
        return session;
    }

    private boolean underway() {
        return !failed && session == null;
    }

    private void mixBeginning(Bytes prologue) {
        symmetric.mixHash(prologue.toBuffer());
        if (pattern.preShared().initiator()) mixPreShared(Role.INITIATOR);
        if (pattern.preShared().responder()) mixPreShared(Role.RESPONDER);
    }

    private void mixPreShared(Role owner) {
        symmetric.mixHash(keys.preShared(owner).bytes().toBuffer());
    }

    private void write(Token token, ByteBuffer out) {
        switch (token) {
            case E -> {
                var pair = ephemerals.get();
                keys.own(pair);
                out.put(pair.publicKey().bytes().toBuffer());
                mixEphemeral(pair.publicKey());
            }
            case S ->
                symmetric.encryptAndHash(keys.ownStatic().publicKey().bytes().toBuffer(), out);
            case PSK -> symmetric.mixKeyAndHash(psks.next().copy());
            case EE, ES, SE, SS -> symmetric.mixKey(keys.agree(token));
        }
    }

    private @Nullable NoiseFault read(Token token, ByteBuffer in) {
        return switch (token) {
            case E -> readEphemeral(in);
            case S -> readStatic(in);
            case PSK -> {
                symmetric.mixKeyAndHash(psks.next().copy());
                yield null;
            }
            case EE, ES, SE, SS -> {
                symmetric.mixKey(keys.agree(token));
                yield null;
            }
        };
    }

    private @Nullable NoiseFault readEphemeral(ByteBuffer in) {
        var key = X25519PublicKey.parse(Bytes.copyOf(take(in, X25519PublicKey.BYTES)));
        if (key.isEmpty()) return NoiseFault.LOW_ORDER_KEY;
        keys.remoteEphemeral(key.get());
        mixEphemeral(key.get());
        return null;
    }

    private @Nullable NoiseFault readStatic(ByteBuffer in) {
        int tag = symmetric.hasKey() ? ChaCha20Poly1305.TAG_BYTES : 0;
        var plain = ByteBuffer.allocate(X25519PublicKey.BYTES);
        if (!symmetric.decryptAndHash(take(in, X25519PublicKey.BYTES + tag), plain)) return NoiseFault.NOT_AUTHENTIC;
        var key = X25519PublicKey.parse(Bytes.copyOf(plain.flip()));
        if (key.isEmpty()) return NoiseFault.LOW_ORDER_KEY;
        keys.remoteStatic(key.get());
        return null;
    }

    /** With PSKs the ephemeral key is mixed into the key too, so that no key is used in two handshakes (§9.2). */
    private void mixEphemeral(X25519PublicKey key) {
        symmetric.mixHash(key.bytes().toBuffer());
        if (pattern.pskCount() > 0) symmetric.mixKey(key.bytes().toArray());
    }

    private static ByteBuffer take(ByteBuffer in, int bytes) {
        var part = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        return part;
    }

    private void advance() {
        if (++next < pattern.messageCount()) return;
        var hash = symmetric.hash();
        session = NoiseSession.of(symmetric.split(), role, pattern.oneWay(), hash, keys.remoteStatic());
        keys.wipeEphemeral();
    }

    private NoiseRead refuse(NoiseFault fault) {
        failed = true;
        symmetric.wipe();
        keys.wipeEphemeral();
        return new NoiseRead.Refused(fault);
    }
}
