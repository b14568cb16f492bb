package io.bitchat.peers.registration;

import io.bitchat.contracts.peers.PeerEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of {@code peers}. Counters and presence are written by SQL elsewhere and only read here. */
@Entity
@DynamicUpdate
@Table(name = "peers")
class PeerEntity {
    @Id
    UUID id;

    @Column(name = "peer_id", updatable = false)
    String peerId;

    @Column(name = "public_key")
    String publicKey;

    @Column(name = "display_name")
    @Nullable
    String displayName;

    @Column(name = "last_seen", updatable = false)
    Instant lastSeen;

    @Column(name = "is_online", updatable = false)
    boolean isOnline;

    @Column(name = "trust_score", insertable = false, updatable = false)
    double trustScore = 0.5;

    @Column(name = "messages_sent", insertable = false, updatable = false)
    long messagesSent;

    @Column(name = "messages_received", insertable = false, updatable = false)
    long messagesReceived;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "token_generation")
    long tokenGeneration;

    @Column(name = "read_receipts")
    boolean readReceipts = true;

    @Column(name = "retired_at")
    @Nullable
    Instant retiredAt;

    PeerEvent.Registered registered(Instant at) {
        return new PeerEvent.Registered(peerId, at, displayName, publicKey, tokenGeneration, readReceipts);
    }

    PeerEvent.Updated updated(Instant at) {
        return new PeerEvent.Updated(peerId, at, displayName, publicKey, tokenGeneration, readReceipts);
    }
}
