package io.bitchat.messages.inbox;

import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Pages of a conversation. Places have no gaps, so a page is a range and costs the same at any depth. */
@ApplicationScoped
class ConversationPages {
    /** Limit of the content in a page, in bytes as stored. */
    private static final long PAGE_BYTES = 2 << 20;
    /** Greater than any place, and far from overflow. */
    private static final long FARTHEST = Long.MAX_VALUE >> 2;

    private final MessageTable table;
    private final MessageReader reader;

    ConversationPages(MessageTable table, MessageReader reader) {
        this.table = table;
        this.reader = reader;
    }

    /** The newest page first, each page oldest first: {@code offset} counts back from the newest message. */
    Uni<MessagePage> newest(String peerId, String otherPeerId, int limit, long offset) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.lastSequence(name).flatMap(last -> {
            long to = Math.max(0, last - offset);
            return table.newest(name, to - limit, to, PAGE_BYTES)
                    .map(page -> new MessagePage(page.messages().reversed(), page.more()));
        });
    }

    /** Messages after the peer's place in its stream, skipping {@code offset} of them, oldest first. */
    Uni<MessagePage> after(String peerId, String otherPeerId, Cursor reached, int limit, long offset) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.sequenceAt(name, peerId, reached.position()).flatMap(at -> {
            long from = at + Math.min(offset, FARTHEST);
            return table.oldest(name, from, from + limit, PAGE_BYTES);
        });
    }

    /** Messages that a peer was sent after a place in its stream, oldest first. */
    Uni<MessagePage> inbox(String peerId, Cursor reached, int limit) {
        return reader.streamAfter(peerId, reached.position(), limit, PAGE_BYTES);
    }
}
