package io.bitchat.peers.registration;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of the directory ended. A peer that is seen meanwhile moves to the front, so it may be missing from the pages
 * that follow, but none comes twice at its old place.
 *
 * @param lastSeen of the last peer of the page, when the page was read
 */
record DirectoryPlace(Instant lastSeen, String peerId) {
    private static final int MAX_LENGTH = 256;

    static DirectoryPlace of(PeerEntity peer) {
        return new DirectoryPlace(peer.lastSeen, peer.peerId);
    }

    /** Opaque to clients. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((lastSeen + " " + peerId).getBytes(StandardCharsets.UTF_8));
    }

    static Optional<DirectoryPlace> parse(String text) {
        if (text.length() > MAX_LENGTH) return Optional.empty();
        try {
            var said = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = said.indexOf(' ');
            return space < 0
                    ? Optional.empty()
                    : Optional.of(
                            new DirectoryPlace(Instant.parse(said.substring(0, space)), said.substring(space + 1)));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
