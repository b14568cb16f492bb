package io.bitchat.messages.inbox;

import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Pages of a conversation. Places have no gaps, so a page is a range and costs the same at any depth. */
@ApplicationScoped
class Conversations {
    private final MessageReader reader;

    Conversations(MessageReader reader) {
        this.reader = reader;
    }

    /** The newest page first, each page oldest first: {@code offset} counts back from the newest message. */
    Uni<List<StoredMessage>> newest(String peerId, String otherPeerId, int limit, long offset) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.lastSequence(name).flatMap(last -> {
            long to = last - offset;
            return to <= 0 ? Uni.createFrom().item(List.of()) : reader.conversation(name, to - limit, to);
        });
    }

    /** What follows the place in the stream of {@code peerId} that it has reached, oldest first. */
    Uni<List<StoredMessage>> after(String peerId, String otherPeerId, Cursor reached, int limit) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.sequenceAt(name, peerId, reached.position())
                .flatMap(from -> reader.conversation(name, from, from + limit));
    }
}
