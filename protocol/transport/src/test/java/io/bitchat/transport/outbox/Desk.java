package io.bitchat.transport.outbox;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An outbox, the time, and short words for what is done to it. */
final class Desk {
    static final OutboxLimits LIMITS = new OutboxLimits(100, 1 << 20, 50, 1 << 19, 100, Duration.ofHours(1));
    static final RetryPause PAUSE = new RetryPause(Duration.ofSeconds(1), Duration.ofSeconds(8));

    final Outbox outbox;
    Instant now = Sample.NOON;

    Desk() {
        this(LIMITS);
    }

    Desk(OutboxLimits limits) {
        outbox = new Outbox(limits, PAUSE, new Random(1));
    }

    static Message from(String sender, String id, String receiver) {
        return Message.of(new MessageKey(sender, id, receiver), Sample.payload(5), Sample.NOON);
    }

    Admission admit(Message message) {
        return outbox.admit(message, message.sender(), now);
    }

    /** Takes and stores messages, all of which must be taken. */
    Desk hold(Message... messages) {
        for (var message : messages) {
            if (!(admit(message) instanceof Admission.Store)) throw new AssertionError("not taken: " + message);
            outbox.stored(message.key());
        }
        return this;
    }

    /** Takes and stores messages from alice to bob with these ids. */
    Desk hold(String... ids) {
        for (var id : ids) hold(from("alice", id, "bob"));
        return this;
    }

    /** Ids of the next batch. */
    List<String> next(int max) {
        return outbox.next(max, now).stream().map(entry -> entry.key().id()).toList();
    }

    /** Id of the next message, which is handed over at once; empty if none is ready. */
    Optional<String> sendNext() {
        var next = outbox.next(1, now);
        next.forEach(entry -> outbox.handedOver(entry.key(), new Holder.Receiver(), now));
        return next.stream().map(entry -> entry.key().id()).findFirst();
    }

    Instant fail(String id) {
        return outbox.failed(key(id), ReasonCode.NO_TRANSPORT_AVAILABLE, now).orElseThrow();
    }

    Desk after(Duration time) {
        now = now.plus(time);
        return this;
    }

    static MessageKey key(String id) {
        return new MessageKey("alice", id, "bob");
    }
}
