package io.bitchat.peers.registration;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
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
