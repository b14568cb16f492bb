package io.bitchat.edge.uplink;

import io.bitchat.api.Signer;
import io.bitchat.crypto.Ed25519KeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The key with which a node proves to a suite who it is. */
public final class NodeKey implements Signer {
    /** Everything before the seed in the PKCS #8 encoding of an Ed25519 key (RFC 8410 section 7). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final int SEED_BYTES = 32;
    private static final long MAX_FILE_BYTES = 4_096;

    private final Ed25519KeyPair pair;

    public NodeKey(Ed25519KeyPair pair) {
        this.pair = pair;
    }

    /**
     * Reads a key as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws IllegalArgumentException if the file is no such key
     */
    public static NodeKey ofPem(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) throw noKey(file);
        var text = Files.readString(file, StandardCharsets.US_ASCII);
        var body = text.lines()
                .filter(line -> !line.startsWith("-----"))
                .map(String::strip)
                .reduce("", String::concat);
        byte[] der;
        try {
            der = Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw noKey(file);
        }
        if (der.length != PKCS8.length + SEED_BYTES || !Arrays.equals(PKCS8, 0, PKCS8.length, der, 0, PKCS8.length)) {
            throw noKey(file);
        }
        return new NodeKey(Ed25519KeyPair.fromSeed(Arrays.copyOfRange(der, PKCS8.length, der.length)));
    }

    private static IllegalArgumentException noKey(Path file) {
        return new IllegalArgumentException(
                file + " is no Ed25519 key in PEM; make one with: openssl genpkey -algorithm ed25519 -out " + file);
    }

    @Override
    public String publicKey() {
        return Base64.getEncoder().encodeToString(pair.publicKey().bytes().toArray());
    }

    @Override
    public String sign(String text) {
        var signature = pair.sign(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.toArray());
    }
}
