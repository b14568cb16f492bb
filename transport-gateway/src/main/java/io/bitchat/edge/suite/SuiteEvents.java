package io.bitchat.edge.suite;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The facts that the gateway of a suite publishes. */
final class SuiteEvents implements Facts {
    /** A node that is gone stops counting after this time. */
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Logger LOG = LoggerFactory.getLogger(SuiteEvents.class);
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern TRANSPORT = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    private final EventCodec codec;
    private final EventWriter writer;
    private final InstantSource clock;

    SuiteEvents(EventCodec codec, EventWriter writer, InstantSource clock) {
        this.codec = codec;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Boolean> received(Message message, String node) {
        var envelope = Envelope.of(message);
        return publish(new InboundEvent.Received(
                        message.key().id(),
                        clock.instant(),
                        message.sender(),
                        message.receiver(),
                        envelope.content(),
                        envelope.encryptionAlgorithm(),
                        envelope.nonce(),
                        message.created(),
                        (int) Math.max(1, message.ttl().toSeconds()),
                        node,
                        1,
                        message.unverified()))
                .handle((_, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "a message of an edge node waits, the broker does not take it cause={}",
                                failure.toString());
                    }
                    return failure == null;
                });
    }

    @Override
    public void attempted(MessageKey key, String node, String transport, String reason) {
        tell(new InboundEvent.Attempted(
                key.id(),
                clock.instant(),
                key.receiver(),
                key.sender(),
                node,
                TRANSPORT.matcher(transport).matches() ? transport : "uplink",
                CODE.matcher(reason).matches() ? reason : "send_failed"));
    }

    @Override
    public void delivered(MessageKey key, String transport, List<String> route) {
        tell(new InboundEvent.Delivered(
                key.id(),
                clock.instant(),
                key.receiver(),
                key.sender(),
                TRANSPORT.matcher(transport).matches() ? transport : "uplink",
                route));
    }

    @Override
    public void online(String peer, String node) {
        var now = clock.instant();
        tell(new PresenceEvent.CameOnline(peer, now, source(node), now.plus(LEASE)));
    }

    @Override
    public void offline(String peer, String node) {
        tell(new PresenceEvent.WentOffline(peer, clock.instant(), source(node), "disconnected"));
    }

    private static String source(String node) {
        return "edge:" + node;
    }

    /** What is lost here is said again: presence every half minute, a delivery when the message is offered again. */
    private void tell(Event event) {
        writer.writeFact(codec.encode(event, TraceContext.start())).exceptionally(failure -> {
            LOG.debug("a fact was not published topic={} cause={}", event.topic(), failure.toString());
            return null;
        });
    }

    private CompletableFuture<Void> publish(Event event) {
        return writer.write(codec.encode(event, TraceContext.start()));
    }
}
