package io.bitchat.groups.site;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.seal.GroupSeal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Public identity of a site.
 *
 * @param link key that authenticates the site on links
 * @param signing key that verifies the site's messages, whichever site passed them on
 */
public record SiteIdentity(X25519PublicKey link, Ed25519PublicKey signing) {
    private static final int BYTES = X25519PublicKey.BYTES + Ed25519PublicKey.BYTES;

    /** Its id in the gossip protocol. */
    public PeerId id() {
        return GroupSeal.idOf(signing);
    }

    /** Unpadded base64url of both keys, the link key first. */
    public String text() {
        var both = ByteBuffer.allocate(BYTES)
                .put(link.bytes().toArray())
                .put(signing.bytes().toArray());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(both.array());
    }

    /** Reads {@link #text()}; empty for anything else. */
    public static Optional<SiteIdentity> parse(String text) {
        try {
            var both = Bytes.copyOf(Base64.getUrlDecoder().decode(text));
            if (both.size() != BYTES) return Optional.empty();
            var signing = new Ed25519PublicKey(both.slice(X25519PublicKey.BYTES, BYTES));
            return X25519PublicKey.parse(both.slice(0, X25519PublicKey.BYTES))
                    .map(link -> new SiteIdentity(link, signing))
                    .filter(identity -> identity.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
