package io.bitchat.messages.peers;

import io.bitchat.contracts.presence.PresenceEvent;
import java.time.Instant;

/**
 * What a batch of presence events says about one peer and source.
 *
 * @param ended whether the peer went offline within the batch
 */
record Lease(String peerId, String source, Instant expiresAt, boolean ended) {
    static Lease of(PresenceEvent event) {
        return switch (event) {
            case PresenceEvent.CameOnline online ->
                new Lease(online.peerId(), online.source(), online.leaseUntil(), false);
            // going offline is a lease that ends now
            case PresenceEvent.WentOffline offline -> new Lease(offline.peerId(), offline.source(), offline.at(), true);
        };
    }

    /** This lease after a later event. */
    Lease then(Lease later) {
        return new Lease(peerId, source, later.expiresAt, ended || later.ended);
    }
}
