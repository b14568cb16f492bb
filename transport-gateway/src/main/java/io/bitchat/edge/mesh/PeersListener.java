package io.bitchat.edge.mesh;

/**
 * Hears of the peers with an encrypted link to this node, which can acknowledge messages. Called on the thread of the
 * mesh, which must not be blocked.
 */
public interface PeersListener {
    /** Nobody listens. */
    PeersListener NOBODY = new PeersListener() {
        @Override
        public void appeared(String peer) {}

        @Override
        public void vanished(String peer) {}
    };

    /** There is a link now. */
    void appeared(String peer);

    /** There is none any more. */
    void vanished(String peer);
}
