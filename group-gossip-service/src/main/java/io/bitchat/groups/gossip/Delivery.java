package io.bitchat.groups.gossip;

import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.groups.send.Arrival;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that the protocol has delivered.
 *
 * @param payload empty for what only gathers causes, and for what this version cannot read
 */
record Delivery(Message message, Optional<GroupPayload> payload) {
    /** @param self this site, which knows the ids of its own messages, older ones among them */
    static Delivery of(Message message, String groupId, PeerId self) {
        boolean own = message.header().writer().equals(self);
        return new Delivery(
                message,
                GroupPayloadCodec.decode(message.payload())
                        .map(payload -> payload instanceof GroupPayload.Text text && !own
                                ? text.identified(groupId)
                                : payload));
    }

    /** The same, told in a way that is passed on and kept, and means nothing here. */
    Delivery setAside() {
        return new Delivery(message, Optional.empty());
    }

    PeerId site() {
        return message.header().writer();
    }

    /** Its time in the protocol. */
    long time() {
        return message.header().time().value();
    }

    Optional<GroupPayload.Text> text() {
        return payload.filter(GroupPayload.Text.class::isInstance).map(GroupPayload.Text.class::cast);
    }

    Optional<GroupPayload.Change> change() {
        return payload.filter(GroupPayload.Change.class::isInstance).map(GroupPayload.Change.class::cast);
    }

    /** Sites cannot place messages later than the protocol lets them write. */
    Arrival arrival(GroupPayload.Text text, UUID id, String groupId) {
        var latest = message.header().time().wall().plus(GossipNode.MAX_CLOCK_SKEW);
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
                text.ttl());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
