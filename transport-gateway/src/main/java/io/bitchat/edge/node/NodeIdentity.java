package io.bitchat.edge.node;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.kit.keys.SecretFile;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Who this node is: an id and keys, which it keeps in its folder, so that its peers recognise it after a restart. */
final class NodeIdentity {
    private static final int KEY_BYTES = 32;

    private NodeIdentity() {}

    /**
     * Reads the identity, or makes it at the first start.
     *
     * @param configured id of the configuration
     * @throws IllegalArgumentException if the id has another form, or the file of a key is damaged
     */
    static Identity of(Path folder, Optional<String> configured) {
        var id = configured.orElseGet(() -> new SecretFile(folder.resolve("node.id"))
                .readOrCreate(() -> UUID.randomUUID().toString()));
        var peer = PeerId.parse(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bitchat.edge.id is '" + id + "', allowed: 1 to 128 letters, digits and ._@:+-"));
        return new Identity(peer, signing(folder.resolve("node.key")), secure(folder.resolve("node.secure.key")));
    }

    private static Ed25519KeyPair signing(Path file) {
        return Ed25519KeyPair.fromSeed(
                bytes(file, () -> Ed25519KeyPair.generate(new SecureRandom()).seed()));
    }

    private static X25519KeyPair secure(Path file) {
        return X25519KeyPair.fromPrivate(
                bytes(file, () -> X25519KeyPair.generate(new SecureRandom()).privateKey()));
    }

    private static byte[] bytes(Path file, Supplier<byte[]> fresh) {
        var text = new SecretFile(file).readOrCreate(() -> Base64.getEncoder().encodeToString(fresh.get()));
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length == KEY_BYTES) return bytes;
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private static IllegalArgumentException damaged(Path file) {
        return new IllegalArgumentException(
                file + " is no key: restore it, or delete it for a new one, which peers take for another node");
    }
}
