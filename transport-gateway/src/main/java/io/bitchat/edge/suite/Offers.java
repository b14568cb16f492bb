package io.bitchat.edge.suite;

import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.edge.router.Receipt;
import io.bitchat.edge.router.Router;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.TraceEntry;
import io.bitchat.transport.outbox.SeenMessages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what the suite offers to the router, and reports what became of it. The place in the topic may be committed
 * before a message is on the disk: a message is offered again while it waits. Safe from any thread.
 */
final class Offers {
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
    /** Messages that the router has not answered for yet; it does within a few seconds. */
    private static final int MAX_OPEN = 2_000;

    private static final int REMEMBERED = 100_000;

    private final SuiteEvents events;
    private final String own;
    private final InstantSource clock;
    private final Semaphore room = new Semaphore(MAX_OPEN);
    private final SeenMessages<MessageKey> seen = new SeenMessages<>(REMEMBERED, Duration.ofHours(1));

    /** @param own id of the suite's node */
    Offers(SuiteEvents events, String own, InstantSource clock) {
        this.events = events;
        this.own = own;
        this.clock = clock;
    }

    /** Blocks while too many are open. */
    void take(OutboundEvent.Offered event, Router router) throws InterruptedException {
        Message message;
        try {
            message = Envelope.messageOf(event, clock.instant());
        } catch (IllegalArgumentException e) {
            LOG.warn("an offered message cannot be carried message_id={} cause={}", event.messageId(), e.getMessage());
            return;
        }
        if (message.ttl().isZero()) return;
        synchronized (seen) {
            seen.isNew(message.key(), clock.instant());
        }
        room.acquire();
        send(message, router).whenComplete((_, failure) -> {
            room.release();
            if (failure != null) LOG.warn("an offered message waits to be offered again cause={}", failure.toString());
        });
    }

    private CompletionStage<Void> send(Message message, Router router) {
        try {
            return router.send(message, message.sender())
                    .thenAccept(receipt -> answered(message.key(), receipt, router));
        } catch (RuntimeException e) {
            // a router that is closed; the caller frees the room
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(MessageKey key, Receipt receipt, Router router) {
        switch (receipt) {
            // what an edge node has sent is reported with that node by the transport
            case Receipt.Sent(var by, var _) -> {
                if (!by.equals(TransportId.UPLINK)) events.delivered(key, by.name(), List.of(own));
            }
            // sent before; the report of that may be lost
            case Receipt.Queued(var reason)
            when reason == ReasonCode.SENT -> events.delivered(key, lastTransport(key, router), List.of(own));
            case Receipt.Queued _ -> {} // it is tried again, and each attempt is reported
            case Receipt.Refused(var reason) -> events.attempted(key, own, TransportId.UPLINK.name(), reason.wire());
        }
    }

    private static String lastTransport(MessageKey key, Router router) {
        return router.trace(key).stream()
                .filter(entry -> entry.result() == ReasonCode.SENT)
                .findFirst()
                .map(entry -> entry.by().transport().name())
                .orElse(TransportId.UPLINK.name());
    }

    private boolean isOffered(MessageKey key) {
        synchronized (seen) {
            return seen.isKnown(key, clock.instant());
        }
    }

    /** An attempt of the suite's node over a transport of its own; those over uplinks are reported with their node. */
    void attempted(TraceEntry attempt) {
        boolean failed = attempt.result() != ReasonCode.SENT;
        if (!failed || attempt.by().transport().equals(TransportId.UPLINK) || !isOffered(attempt.message())) return;
        var reason = attempt.detail().isEmpty() ? attempt.result().wire() : attempt.detail();
        events.attempted(attempt.message(), own, attempt.by().transport().name(), reason);
    }

    /** A message was acknowledged over a transport of the suite's node. */
    void sent(MessageKey key, TransportId by) {
        if (!by.equals(TransportId.UPLINK) && isOffered(key)) events.delivered(key, by.name(), List.of(own));
    }
}
