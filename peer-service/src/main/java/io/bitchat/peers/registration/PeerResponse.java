package io.bitchat.peers.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A peer as clients see it.
 *
 * @param trustScore 0 to 1, 0.5 for a newcomer
 * @param messagesSent number of accepted messages from this peer
 * @param messagesReceived number of accepted messages to this peer
 * @param created whether the peer is new; only in the answer to a registration
 */
public record PeerResponse(
        UUID id,
        String peerId,
        String publicKey,
        @Nullable String displayName,
        Instant lastSeen,
        boolean isOnline,
        double trustScore,
        long messagesSent,
        long messagesReceived,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean created) {

    static PeerResponse of(PeerEntity peer, @Nullable Boolean created) {
        return new PeerResponse(
                peer.id,
                peer.peerId,
                peer.publicKey,
                peer.displayName,
                peer.lastSeen.truncatedTo(ChronoUnit.MILLIS),
                peer.isOnline,
                peer.trustScore,
                peer.messagesSent,
                peer.messagesReceived,
                peer.createdAt.truncatedTo(ChronoUnit.MILLIS),
                created);
    }
}
