package io.bitchat.peers.registration;

import io.bitchat.contracts.OpaqueCursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of a page of the directory. A peer that is seen meanwhile moves to the front and may be missing from the
 * following pages, but no peer is listed twice at its old place.
 *
 * @param lastSeen {@code last_seen} of the last peer when the page was read
 */
record DirectoryPlace(Instant lastSeen, String peerId) {
    private static final int MAX_LENGTH = 256;

    static DirectoryPlace of(PeerEntity peer) {
        return new DirectoryPlace(peer.lastSeen, peer.peerId);
    }

    /** The text form, opaque to clients. */
    String text() {
        return OpaqueCursor.encode(lastSeen + " " + peerId);
    }

    static Optional<DirectoryPlace> parse(String text) {
        return OpaqueCursor.decode(text, MAX_LENGTH, DirectoryPlace::read);
    }

    private static Optional<DirectoryPlace> read(String place) {
        int space = place.indexOf(' ');
        if (space < 0) return Optional.empty();
        try {
            return Optional.of(
                    new DirectoryPlace(Instant.parse(place.substring(0, space)), place.substring(space + 1)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
