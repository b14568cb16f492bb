package io.bitchat.transport.outbox;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import java.time.Instant;

/** A message that has left the queue: the caller deletes it, and keeps this as long as the queue remembers it. */
public record Finished(MessageKey key, long fingerprint, End end, Instant at) {
    /** How it left. */
    public sealed interface End {
        /** Somebody has acknowledged it, and holds it now. */
        record HandedOver(Holder to) implements End {}

        /**
         * Given up; its sender is told.
         *
         * @param last why it had waited; the same as {@code reason} if it had not
         */
        record Failed(ReasonCode reason, ReasonCode last) implements End {}
    }
}
