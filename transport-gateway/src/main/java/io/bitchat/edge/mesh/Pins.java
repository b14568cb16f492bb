package io.bitchat.edge.mesh;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.wire.PeerId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the first keys of peers from one start of a node to the next. Safe from any thread, and blocks none. */
public interface Pins {
    /** Keeps nothing: after a restart a peer may come with another key. */
    Pins NONE = new Pins() {
        @Override
        public Map<PeerId, Ed25519PublicKey> known() {
            return Map.of();
        }

        @Override
        public void pinned(PeerId peer, Ed25519PublicKey key) {}

        @Override
        public void dropped(PeerId peer) {}

        @Override
        public CompletionStage<Void> written() {
            return CompletableFuture.completedFuture(null);
        }
    };

    /** All that are kept, the oldest first. */
    Map<PeerId, Ed25519PublicKey> known();

    /** A peer has shown its first key. */
    void pinned(PeerId peer, Ed25519PublicKey key);

    /** The key of a peer is forgotten. */
    void dropped(PeerId peer);

    /** Complete when all that was told before is on the disk; fails if it cannot be written now. */
    CompletionStage<Void> written();
}
