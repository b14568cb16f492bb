package io.bitchat.groups.federation.delivery;

import io.bitchat.gossip.ClockSkew;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.GroupPayloadCodec;
import io.bitchat.groups.send.Arrival;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that the protocol has delivered.
 *
 * @param payload empty for messages that only gather causes, and for payloads that this version cannot read
 */
public record Delivery(Message message, Optional<GroupPayload> payload) {
    /** @param self this site; ids of its own messages are not derived again, since older ones differ */
    public static Delivery of(Message message, String groupId, PeerId self) {
        boolean own = message.header().writer().equals(self);
        return new Delivery(
                message,
                GroupPayloadCodec.decode(message.payload())
                        .map(payload -> payload instanceof GroupPayload.Text text && !own
                                ? text.identified(groupId)
                                : payload));
    }

    /** The same message without a payload: it is stored and passed on, but has no effect here. */
    Delivery setAside() {
        return new Delivery(message, Optional.empty());
    }

    PeerId site() {
        return message.header().writer();
    }

    /** Its hybrid time in the gossip protocol. */
    public long time() {
        return message.header().time().value();
    }

    public Optional<GroupPayload.Text> text() {
        return payload.filter(GroupPayload.Text.class::isInstance).map(GroupPayload.Text.class::cast);
    }

    public Optional<GroupPayload.Change> change() {
        return payload.filter(GroupPayload.Change.class::isInstance).map(GroupPayload.Change.class::cast);
    }

    /**
     * Caps the display time at the protocol time, and at the time here, plus the usual clock skew. So no site can place
     * messages in the future, whatever its clock says.
     */
    Arrival arrival(GroupPayload.Text text, UUID id, String groupId, Instant now) {
        var latest = earlier(message.header().time().wall(), now).plus(ClockSkew.USUAL_LIMIT);
        return new Arrival(
                id,
                text.messageId(),
                text.key(),
                groupId,
                text.fromPeerId(),
                text.content(),
                text.encryptionAlgorithm(),
                text.nonce(),
                text.sentAt(),
                earlier(text.orderedAt(), latest),
                now,
                text.ttl());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
