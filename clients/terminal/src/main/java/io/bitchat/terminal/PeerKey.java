package io.bitchat.terminal;

import io.bitchat.api.Ed25519Signer;
import io.bitchat.api.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * The Ed25519 key of a peer, in a file that only its owner can read: the private key (PKCS #8) and the public key, in
 * base64.
 */
final class PeerKey implements Signer {
    private final Path file;
    private final Signer signer;

    private PeerKey(Path file, Signer signer) {
        this.file = file;
        this.signer = signer;
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
        var secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        return secret + "\n" + Ed25519Signer.encode(pair.getPublic()) + "\n";
    }

    private static PeerKey read(Path file, List<String> lines) throws GeneralSecurityException {
        if (lines.size() < 2) throw new IllegalArgumentException("it must have two lines");
        var secret = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0)));
        var key = KeyFactory.getInstance("Ed25519").generatePrivate(secret);
        return new PeerKey(file, new Ed25519Signer(key, lines.get(1)));
    }

    Path file() {
        return file;
    }

    @Override
    public String publicKey() {
        return signer.publicKey();
    }

    @Override
    public String sign(String text) {
        return signer.sign(text);
    }
}
