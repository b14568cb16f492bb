package io.bitchat.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The Ed25519 key of a peer, in a file that only its owner can read: the private key (PKCS #8) and the public key, in
 * base64.
 */
final class PeerKey {
    private static final int PUBLIC_BYTES = 32;

    private final Path file;
    private final PrivateKey secret;
    private final String open;

    private PeerKey(Path file, PrivateKey secret, String open) {
        this.file = file;
        this.secret = secret;
        this.open = open;
    }

    /** The peer's key, created if there is none. */
    static PeerKey of(Path folder, String peer) {
        var file = folder.resolve(peer.replaceAll("[^A-Za-z0-9_.-]", "_") + ".key");
        try {
            if (!Files.exists(file)) OwnFile.write(file, fresh());
            return read(file, Files.readAllLines(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure("the key in " + file + " cannot be used: " + e.getMessage());
        }
    }

    private static String fresh() throws GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = pair.getPublic().getEncoded();
        var base64 = Base64.getEncoder();
        return base64.encodeToString(pair.getPrivate().getEncoded()) + "\n"
                + base64.encodeToString(Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length))
                + "\n";
    }

    private static PeerKey read(Path file, List<String> lines) throws GeneralSecurityException {
        if (lines.size() < 2) throw new IllegalArgumentException("it has not two lines");
        var secret = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)));
        return new PeerKey(file, KeyFactory.getInstance("Ed25519").generatePrivate(secret), lines.get(1));
    }

    Path file() {
        return file;
    }

    /** The public key: 32 bytes in base64. */
    String publicKey() {
        return open;
    }

    /** Signs the challenge for a nonce, base64. */
    String sign(String peer, String nonce) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(("bitchat-auth-v1:" + peer + ":" + nonce).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not to be had", e);
        }
    }
}
