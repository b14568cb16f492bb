package io.bitchat.gossip.seal;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.ChaCha20Poly1305;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.Sha256;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Seals messages with ChaCha20-Poly1305 (RFC 8439) and Ed25519 (RFC 8032). An envelope is a random nonce (12 bytes),
 * the ciphertext of the inside of the message and its signature (64), with the group's tag as associated data, and the
 * authenticator (16). The signature covers {@code bitchat-gossip/1}, the tag and the inside, so a message cannot be
 * moved to another group. An envelope has at least {@value #LEAST_BYTES} bytes.
 */
public final class GroupSeal implements Seal {
    /** Size of the smallest envelope, in bytes. */
    public static final int LEAST_BYTES = 111;

    private static final int NONCE_BYTES = 12;
    private static final byte[] CONTEXT = "bitchat-gossip/1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] tag;
    private final ChaCha20Poly1305 cipher;
    private final Ed25519KeyPair own;
    private final Members members;
    private final RandomGenerator random;

    /** @param random source of nonces; must be cryptographically secure outside of simulations */
    public GroupSeal(GroupKey group, Ed25519KeyPair own, Members members, RandomGenerator random) {
        this.tag = group.tag().toArray();
        this.cipher = group.cipher();
        this.own = own;
        this.members = members;
        this.random = random;
    }

    /** The id of the owner of a signing key: the first 8 bytes of the key's SHA-256. */
    public static PeerId idOf(Ed25519PublicKey key) {
        return new PeerId(ByteBuffer.wrap(Sha256.digest(key.bytes().toArray())).getLong());
    }

    @Override
    public Envelope seal(Header header, byte[] payload) {
        var inside = MessageCodec.encode(header, payload);
        var signed = Arrays.copyOf(inside, inside.length + Ed25519PublicKey.SIGNATURE_BYTES);
        System.arraycopy(
                own.sign(toSign(inside)).toArray(), 0, signed, inside.length, Ed25519PublicKey.SIGNATURE_BYTES);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = cipher.seal(nonce, tag, signed);
        return Envelope.of(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array());
    }

    @Override
    public Opened open(Envelope envelope) {
        if (envelope.size() < LEAST_BYTES) return new Opened.Refused(Fault.MALFORMED);
        var bytes = envelope.bytes();
        var nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        return cipher.open(nonce, tag, Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length))
                .map(signed -> verify(envelope, signed))
                .orElse(new Opened.Refused(Fault.NOT_FOR_THIS_GROUP));
    }

    private Opened verify(Envelope envelope, byte[] signed) {
        int end = signed.length - Ed25519PublicKey.SIGNATURE_BYTES;
        var inside = Arrays.copyOf(signed, end);
        var parsed = MessageCodec.parse(inside);
        if (parsed.isEmpty()) return new Opened.Refused(Fault.MALFORMED);
        var header = parsed.get().header();
        var key = members.keyOf(header.writer());
        if (key.isEmpty()) return new Opened.Refused(Fault.NOT_A_MEMBER);
        var signature = Bytes.copyOf(ByteBuffer.wrap(signed, end, Ed25519PublicKey.SIGNATURE_BYTES));
        if (!isSigned(key, inside, signature)) return new Opened.Refused(Fault.FORGED);
        var payload = Arrays.copyOfRange(inside, parsed.get().payload(), end);
        return new Opened.Genuine(new Message(envelope, header, payload));
    }

    private boolean isSigned(Optional<Ed25519PublicKey> key, byte[] inside, Bytes signature) {
        return key.orElseThrow().verify(toSign(inside), signature);
    }

    private byte[] toSign(byte[] inside) {
        return ByteBuffer.allocate(CONTEXT.length + tag.length + inside.length)
                .put(CONTEXT)
                .put(tag)
                .put(inside)
                .array();
    }
}
