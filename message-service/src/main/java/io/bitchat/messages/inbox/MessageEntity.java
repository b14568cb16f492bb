package io.bitchat.messages.inbox;

import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code messages}, used for reading only; writes are set-based SQL (docs/adr/0004). */
@Entity
@Table(name = "messages")
class MessageEntity {
    @Id
    UUID id;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "from_peer_id")
    String fromPeerId;

    @Column(name = "to_peer_id")
    @Nullable
    String toPeerId;

    @Column(name = "group_id")
    @Nullable
    String groupId;

    @Column(name = "content")
    String sealedContent;

    @Column(name = "encryption_algorithm")
    String encryptionAlgorithm;

    @Nullable
    String nonce;

    String status;

    @Column(name = "sent_at")
    Instant sentAt;

    @Column(name = "received_at")
    Instant receivedAt;

    @Column(name = "delivered_at")
    @Nullable
    Instant deliveredAt;

    @Column(name = "read_at")
    @Nullable
    Instant readAt;

    @Column(name = "failed_at")
    @Nullable
    Instant failedAt;

    @Column(name = "failed_reason")
    @Nullable
    String failedReason;

    int ttl;

    @Column(name = "hop_count")
    int hopCount;

    boolean unverified;

    String conversation;
    long sequence;

    @Nullable
    Long position;

    StoredMessage toMessage(ContentVault vault) {
        return new StoredMessage(
                id,
                messageId,
                fromPeerId,
                toPeerId,
                groupId,
                vault.open(messageId, sealedContent),
                encryptionAlgorithm,
                nonce,
                Status.of(status),
                sentAt,
                deliveredAt,
                readAt,
                failedReason,
                ttl,
                hopCount,
                unverified,
                conversation,
                sequence,
                position == null ? 0 : position,
                receivedAt);
    }
}
