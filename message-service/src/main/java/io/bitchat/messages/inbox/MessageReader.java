package io.bitchat.messages.inbox;

import io.bitchat.kit.commit.Reads;
import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads stored messages and decrypts their content. */
@ApplicationScoped
public class MessageReader {
    private final Reads reads;
    private final ContentVault vault;
    private final PeerStream stream;

    MessageReader(Reads reads, ContentVault vault, PeerStream stream) {
        this.reads = reads;
        this.vault = vault;
        this.stream = stream;
    }

    /** Messages by id; unknown ids are absent from the map. */
    public Uni<Map<String, StoredMessage>> byMessageIds(Collection<String> messageIds) {
        return query("from MessageEntity m where m.messageId in :ids", query -> query.setParameter("ids", messageIds))
                .map(messages ->
                        messages.stream().collect(Collectors.toMap(StoredMessage::messageId, Function.identity())));
    }

    /** One message. */
    public Uni<Optional<StoredMessage>> byMessageId(String messageId) {
        return byMessageIds(List.of(messageId)).map(messages -> Optional.ofNullable(messages.get(messageId)));
    }

    /**
     * Messages sent to {@code peerId} after a place in its stream, by peers and in groups, oldest first. Failed
     * messages are included. Content is limited to {@code bytes}.
     */
    public Uni<MessagePage> streamAfter(String peerId, long position, int limit, long bytes) {
        return stream.after(peerId, position, limit, bytes);
    }

    /** Where a device without a cursor starts: before the oldest undelivered message of its peer, else at the end. */
    public Uni<Start> startWithoutCursor(String peerId) {
        return stream.start(peerId);
    }

    /**
     * @param after the place after which to continue
     * @param last the last place of the stream at the time of the query
     * @param groupAcked the highest place of a group message that the peer has acknowledged
     */
    public record Start(long after, long last, long groupAcked) {}

    /** The last places of these peers; peers that were never sent anything are absent. */
    public Uni<Map<String, Long>> lastPositions(Collection<String> peerIds) {
        return reads.in(session -> session.createQuery("from InboxEntity i where i.peerId in :ids", InboxEntity.class)
                        .setParameter("ids", peerIds)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.peerId, row -> row.position)));
    }

    /** The last place drawn in a conversation; 0 if it has no messages. */
    public Uni<Long> lastSequence(String conversation) {
        return number("select c.sequence from ConversationEntity c where c.conversation = :key", conversation);
    }

    /** The last place drawn in a peer's stream; 0 if it is empty. */
    public Uni<Long> lastPosition(String peerId) {
        return number("select i.position from InboxEntity i where i.peerId = :key", peerId);
    }

    /** The last place in a conversation that a recipient at {@code position} of its stream has received. */
    public Uni<Long> sequenceAt(String conversation, String peerId, long position) {
        return reads.in(session -> session.createQuery(
                                "select max(m.sequence) from MessageEntity m"
                                        + " where m.conversation = :name and m.toPeerId = :peer"
                                        + " and m.position <= :position",
                                Long.class)
                        .setParameter("name", conversation)
                        .setParameter("peer", peerId)
                        .setParameter("position", position)
                        .getSingleResultOrNull())
                .map(sequence -> sequence == null ? 0 : sequence);
    }

    private Uni<Long> number(String select, String key) {
        return reads.in(session -> session.createQuery(select, Long.class)
                        .setParameter("key", key)
                        .getSingleResultOrNull())
                .map(value -> value == null ? 0 : value);
    }

    private Uni<List<StoredMessage>> query(
            String hql, java.util.function.UnaryOperator<Mutiny.SelectionQuery<MessageEntity>> parameters) {
        return reads.in(session -> parameters
                        .apply(session.createQuery(hql, MessageEntity.class))
                        .getResultList())
                .map(rows -> rows.stream().map(row -> row.toMessage(vault)).toList());
    }
}
