package io.bitchat.edge.node;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.kit.keys.SecretFile;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Who this node is: an id and a key, which it keeps in its folder, so that its peers recognise it after a restart. */
final class NodeIdentity {
    private NodeIdentity() {}

    /**
     * Reads the identity, or makes it at the first start.
     *
     * @param configured id of the configuration
     * @throws IllegalArgumentException if the id has another form, or the file of the key is damaged
     */
    static Identity of(Path folder, Optional<String> configured) {
        var id = configured.orElseGet(() -> new SecretFile(folder.resolve("node.id"))
                .readOrCreate(() -> UUID.randomUUID().toString()));
        var peer = PeerId.parse(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bitchat.edge.id is '" + id + "', allowed: 1 to 128 letters, digits and ._@:+-"));
        return new Identity(peer, key(folder.resolve("node.key")), null);
    }

    private static Ed25519KeyPair key(Path file) {
        var seed = new SecretFile(file).readOrCreate(() -> Base64.getEncoder()
                .encodeToString(Ed25519KeyPair.generate(new SecureRandom()).seed()));
        try {
            return Ed25519KeyPair.fromSeed(Base64.getDecoder().decode(seed));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + " is no key: restore it, or delete it for a new one, which peers take for another node", e);
        }
    }
}
