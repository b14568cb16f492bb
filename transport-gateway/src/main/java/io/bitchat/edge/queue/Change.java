package io.bitchat.edge.queue;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;

/** A change of the file; the changes of one commit take effect together or not at all. */
sealed interface Change {
    /** A message comes in. */
    record Stored(Entry entry, Message message) implements Change {}

    /** A message was refused after a commit that failed, of which the disk may have more than it said. */
    record Undone(MessageKey key) implements Change {}

    /** A message leaves; that it was here is remembered. */
    record Left(Finished finished) implements Change {}
}
