package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.HkdfSha256;
import io.bitchat.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** SymmetricState (Noise rev 34 §5.2): the chaining key, the handshake hash, and the cipher in use. */
final class SymmetricState {
    private static final int HASH_BYTES = Sha256.DIGEST_BYTES;
    private static final byte[] NO_DATA = {};

    private final MessageDigest digest = Sha256.newDigest();
    private final CipherState cipher = new CipherState();
    private byte[] chainingKey;
    private byte[] hash;

    SymmetricState(String protocolName) {
        var name = protocolName.getBytes(StandardCharsets.US_ASCII);
        hash = name.length <= HASH_BYTES ? Arrays.copyOf(name, HASH_BYTES) : Sha256.digest(name);
        chainingKey = hash.clone();
    }

    boolean hasKey() {
        return cipher.hasKey();
    }

    Bytes hash() {
        return Bytes.copyOf(hash);
    }

    /** Wipes the input. */
    void mixKey(byte[] inputKey) {
        var output = derive(inputKey, 2);
        cipher.initialize(part(output, 1));
        Arrays.fill(output, (byte) 0);
    }

    /** Wipes the input. */
    void mixKeyAndHash(byte[] inputKey) {
        var output = derive(inputKey, 3);
        mixHash(ByteBuffer.wrap(output, HASH_BYTES, HASH_BYTES));
        cipher.initialize(part(output, 2));
        Arrays.fill(output, (byte) 0);
    }

    void mixHash(ByteBuffer data) {
        digest.update(hash);
        digest.update(data);
        hash = digest.digest();
    }

    void encryptAndHash(ByteBuffer plaintext, ByteBuffer out) {
        int start = out.position();
        cipher.encrypt(hash, plaintext, out);
        mixHash(out.slice(start, out.position() - start));
    }

    boolean decryptAndHash(ByteBuffer sealed, ByteBuffer out) {
        var whole = sealed.duplicate();
        if (!cipher.decrypt(hash, sealed, out)) return false;
        mixHash(whole);
        return true;
    }

    /** Derives the cipher for the initiator's messages and that for the responder's. */
    Split split() {
        var output = derive(NO_DATA, 2);
        var split = new Split(new CipherState(), new CipherState());
        split.fromInitiator().initialize(part(output, 0));
        split.fromResponder().initialize(part(output, 1));
        Arrays.fill(output, (byte) 0);
        wipe();
        return split;
    }

    record Split(CipherState fromInitiator, CipherState fromResponder) {}

    void wipe() {
        Arrays.fill(chainingKey, (byte) 0);
        cipher.wipe();
    }

    /** The HKDF of Noise rev 34 §4.3; its first output becomes the chaining key. */
    private byte[] derive(byte[] inputKey, int outputs) {
        var output = HkdfSha256.derive(chainingKey, inputKey, NO_DATA, outputs * HASH_BYTES);
        Arrays.fill(inputKey, (byte) 0);
        Arrays.fill(chainingKey, (byte) 0);
        chainingKey = part(output, 0);
        return output;
    }

    private static byte[] part(byte[] output, int index) {
        return Arrays.copyOfRange(output, index * HASH_BYTES, (index + 1) * HASH_BYTES);
    }
}
