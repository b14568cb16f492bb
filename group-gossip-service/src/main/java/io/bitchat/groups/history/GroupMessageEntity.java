package io.bitchat.groups.history;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.vault.ContentVault;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code group_messages}, for reading. Writes are set-based SQL (docs/adr/0004). */
@Entity
@Table(name = "group_messages")
class GroupMessageEntity {
    @Id
    UUID id;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "message_key")
    @Nullable
    String key;

    @Column(name = "group_id")
    String groupId;

    @Column(name = "from_peer_id")
    String fromPeerId;

    @Column(name = "content")
    String sealedContent;

    @Column(name = "encryption_algorithm")
    String encryptionAlgorithm;

    @Nullable
    String nonce;

    @Column(name = "sent_at")
    Instant sentAt;

    int ttl;

    @Column(name = "hop_count")
    int hopCount;

    long sequence;

    @Column(name = "clock_entry")
    long clockEntry;

    @Column(name = "ordered_at")
    Instant orderedAt;

    @Column(name = "received_at")
    @Nullable
    Instant receivedAt;

    /** Time since when the message is void; void messages are not shown. */
    @Column(name = "voided_at")
    @Nullable
    Instant voidedAt;

    GroupMessage toMessage(ContentVault vault) {
        return new GroupMessage(
                id,
                messageId,
                key,
                groupId,
                fromPeerId,
                vault.open(messageId, sealedContent),
                encryptionAlgorithm,
                nonce,
                sentAt,
                ttl,
                hopCount,
                sequence,
                clockEntry,
                orderedAt,
                receivedAt == null ? sentAt : receivedAt);
    }
}
