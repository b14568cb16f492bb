package io.bitchat.bench.hostile;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.seal.GroupSeal;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The name and keys of a site, created before it starts, so that sites can be configured with each other.
 *
 * @param link key pair that its links authenticate with
 * @param signing key pair that it signs messages with
 */
public record PlayedSite(String name, X25519KeyPair link, Ed25519KeyPair signing) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A site with new keys. */
    public static PlayedSite fresh(String name) {
        return new PlayedSite(name, X25519KeyPair.generate(RANDOM), Ed25519KeyPair.generate(RANDOM));
    }

    /** Its id in the gossip protocol. */
    public PeerId id() {
        return GroupSeal.idOf(signing.publicKey());
    }

    /** Its public identity: unpadded base64url of both public keys. */
    public String identity() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(both(
                        link.publicKey().bytes().toArray(),
                        signing.publicKey().bytes().toArray()));
    }

    /** The setting by which another site knows this one; port 0 if the other site only waits for it. */
    public String peer(int port) {
        return name + "=" + (port == 0 ? "" : "127.0.0.1:" + port) + "/" + identity();
    }

    /** The content of its key file. */
    public String secret() {
        return Base64.getEncoder().encodeToString(both(link.privateKey(), signing.seed()));
    }

    private static byte[] both(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
