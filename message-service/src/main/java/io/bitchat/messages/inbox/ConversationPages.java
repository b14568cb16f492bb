package io.bitchat.messages.inbox;

import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Pages of a conversation. Places have no gaps, so a page is a range and costs the same at any depth. */
@ApplicationScoped
class ConversationPages {
    /** Bytes of content in a page, as they are stored. */
    private static final long PAGE_BYTES = 2 << 20;

    private static final String RANGE = "select " + MessageRows.COLUMNS + """
            , coalesce(m.position, 0) as place
            from messages m
            where m.conversation = $1 and m.sequence > $2 and m.sequence <= $3
            """;
    private static final String OLDEST_FIRST = MessageRows.within(RANGE, "sequence", "$4");
    private static final String NEWEST_FIRST = MessageRows.within(RANGE, "sequence desc", "$4");

    private final Pool pool;
    private final MessageRows rows;
    private final MessageReader reader;

    ConversationPages(Pool pool, MessageRows rows, MessageReader reader) {
        this.pool = pool;
        this.rows = rows;
        this.reader = reader;
    }

    /** The newest page first, each page oldest first: {@code offset} counts back from the newest message. */
    Uni<MessagePage> newest(String peerId, String otherPeerId, int limit, long offset) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.lastSequence(name).flatMap(last -> {
            long to = Math.max(0, last - offset);
            return page(NEWEST_FIRST, name, to - limit, to, limit)
                    .map(page -> new MessagePage(page.messages().reversed(), page.more()));
        });
    }

    /** What follows the place in the stream of {@code peerId} that it has reached, oldest first. */
    Uni<MessagePage> after(String peerId, String otherPeerId, Cursor reached, int limit) {
        var name = Conversation.between(peerId, otherPeerId);
        return reader.sequenceAt(name, peerId, reached.position())
                .flatMap(from -> page(OLDEST_FIRST, name, from, from + limit, limit));
    }

    /** What a peer was sent after a place in its stream, oldest first. */
    Uni<MessagePage> inbox(String peerId, Cursor reached, int limit) {
        return reader.streamAfter(peerId, reached.position(), limit, PAGE_BYTES);
    }

    private Uni<MessagePage> page(String query, String conversation, long from, long to, int limit) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(conversation, from, to, PAGE_BYTES))
                .flatMap(found -> rows.page(found, limit));
    }
}
