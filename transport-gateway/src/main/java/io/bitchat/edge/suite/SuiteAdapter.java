package io.bitchat.edge.suite;

import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.edge.uplink.UplinkChannel;
import io.bitchat.edge.uplink.UplinkFrame;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.TransportType;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The suite's end of the uplink as a transport: to peers near edge nodes by the node that has seen them last, then by the
 * next; to peers of the suite by the topic of inbound messages.
 */
final class SuiteAdapter implements TransportAdapter {
    private static final int WINDOW = 256;
    /** A node answers within three seconds, or is not what it says. */
    private static final long ANSWER_MILLIS = 4_000;

    private static final int GOING_AWAY = 1001;
    /** A content of 64 KiB, in whatever way its characters are escaped. */
    private static final Capabilities CAPABILITIES =
            Capabilities.ofUplink(false).withMaxMessageSize(512 << 10);
    /** Largest payload that a node may bring, in bytes: a content of 64 KiB and its envelope. */
    private static final int MAX_PAYLOAD_BYTES = 128 << 10;

    private static final int POLICY_VIOLATION = 1008;

    private final EdgeNodes nodes = new EdgeNodes();
    private final Facts events;
    private final Trust trust;
    private final String own;
    private final Arrivals arrivals = new Arrivals();
    private volatile @Nullable AdapterListener listener;
    private volatile boolean running;

    /** @param own id of the suite's node */
    SuiteAdapter(Facts events, Trust trust, String own) {
        this.events = events;
        this.trust = trust;
        this.own = own;
    }

    EdgeNodes nodes() {
        return nodes;
    }

    @Override
    public TransportId id() {
        return TransportId.UPLINK;
    }

    @Override
    public CompletionStage<Boolean> start(AdapterListener hears) {
        listener = hears;
        running = true;
        hears.availabilityChanged(id(), true);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Void> stop() {
        boolean ran = running;
        running = false;
        nodes.all().forEach(session -> session.channel().close(GOING_AWAY, "the suite stops"));
        var hears = listener;
        if (ran && hears != null) hears.availabilityChanged(id(), false);
        return CompletableFuture.completedFuture(null);
    }

    // --- nodes

    /** A node has opened an uplink. */
    void joined(NodeSession session) {
        // without a hello: the node would take it for open
        if (!running) {
            session.channel().close(GOING_AWAY, "the suite does not run");
            return;
        }
        var before = nodes.joined(session);
        if (before != null) {
            before.near().forEach(peer -> events.offline(peer, before.node()));
            before.channel().close(UplinkChannel.REPLACED, "the node has opened another uplink");
        }
        session.channel().send(new UplinkFrame.Hello(UplinkFrame.VERSION, own));
        // it may have closed before anybody listened
        if (!session.channel().isOpen()) left(session);
        // a stop in this moment has not seen it
        if (!running) session.channel().close(GOING_AWAY, "the suite stops");
    }

    void left(NodeSession session) {
        // else its peers are those of a newer uplink now
        if (nodes.left(session)) session.near().forEach(peer -> events.offline(peer, session.node()));
    }

    void heard(NodeSession session, UplinkFrame frame) {
        if (!nodes.budgetOf(session.node()).spend(changesIn(frame))) {
            session.channel().close(POLICY_VIOLATION, "too many changes");
            return;
        }
        switch (frame) {
            case UplinkFrame.Peers(var near, var gone) -> {
                near.forEach(peer -> claimed(session, peer));
                gone.forEach(peer -> {
                    session.claimed().remove(peer);
                    gone(session, peer);
                });
            }
            case UplinkFrame.Carries carries -> arrived(session, carries);
            // it is asked for again, and the node says then that it has sent it
            case UplinkFrame.Sent(var key) -> {
                if (session.near().contains(key.receiver())) woken(key.receiver());
            }
            case UplinkFrame.Hello _, UplinkFrame.Result _, UplinkFrame.Unknown _ -> {}
        }
    }

    private void claimed(NodeSession session, String peer) {
        var claimed = session.claimed();
        if (claimed.contains(peer) || claimed.size() < NodeSession.MAX_NEAR && claimed.add(peer)) seen(session, peer);
    }

    /** A peer has delegated to a node, or does so no more. */
    void delegationChanged(String peer, String node) {
        for (var session : nodes.all()) {
            if (!session.node().equals(node) || !session.claimed().contains(peer)) continue;
            if (trust.isNear(peer, node)) seen(session, peer);
            else gone(session, peer);
        }
    }

    private void gone(NodeSession session, String peer) {
        if (nodes.seesNoMore(session, peer)) events.offline(peer, session.node());
    }

    private static int changesIn(UplinkFrame frame) {
        return switch (frame) {
            case UplinkFrame.Peers(var near, var gone) -> near.size() + gone.size();
            case UplinkFrame.Sent _ -> 1;
            default -> 0;
        };
    }

    private void seen(NodeSession session, String peer) {
        if (!trust.isNear(peer, session.node()) || !nodes.sees(session, peer)) return;
        events.online(peer, session.node());
        woken(peer);
    }

    private void woken(String peer) {
        var hears = listener;
        if (hears != null) hears.receiverSeen(id(), peer);
    }

    /** Renews what the nodes say of peers. */
    void renewPresence() {
        for (var session : nodes.all()) session.near().forEach(peer -> events.online(peer, session.node()));
    }

    private void arrived(NodeSession session, UplinkFrame.Carries carries) {
        var message = carries.message();
        long number = carries.number();
        // what the suite has given to a node does not come back
        boolean foreign = message.type().equals(UplinkAdapter.OF_SUITE)
                || message.isBroadcast()
                || message.payload().size() > MAX_PAYLOAD_BYTES;
        // a node vouches for itself by its token, and for peers that trust it
        var marked = trust.isProven(message.sender(), session.node()) ? message : message.asUnverified();
        var arrival = new Arrival(marked, session.node(), carries.after(), taken -> session.channel()
                .send(new UplinkFrame.Result(number, taken, "", taken ? "" : "not_taken")));
        var hears = listener;
        if (foreign || hears == null || !arrivals.add(arrival)) arrival.answer().accept(false);
        else hears.arrived(id());
    }

    @Override
    public Optional<Arrival> receive() {
        return arrivals.next();
    }

    // --- messages

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public CompletionStage<SendResult> send(Message message, @Nullable MessageKey after) {
        if (!running) return failed("stopped");
        if (message.payload().size() > CAPABILITIES.maxMessageSize()) return failed("too_large");
        var seeing = nodes.seeing(message.receiver());
        if (!seeing.isEmpty()) return byNode(message, after, seeing.iterator());
        if (message.type().equals(UplinkAdapter.OF_SUITE)) {
            return failed("no_node");
        }
        return events.received(message, own)
                .thenApply(taken -> taken ? new SendResult.Acknowledged() : new SendResult.Failed("no_broker"));
    }

    /** By the first of these nodes, then by the next. A message behind another goes the way of that one, or waits. */
    private CompletionStage<SendResult> byNode(
            Message message, @Nullable MessageKey after, Iterator<NodeSession> seeing) {
        var session = seeing.next();
        return carry(session.channel(), message, after).thenCompose(result -> {
            boolean ofSuite = message.type().equals(UplinkAdapter.OF_SUITE);
            if (result.taken()) {
                if (ofSuite) events.delivered(message.key(), result.transport(), List.of(session.node()));
                return CompletableFuture.completedFuture(new SendResult.Acknowledged());
            }
            boolean abandoned = result.code().equals("abandoned");
            // given up by the router, which is no attempt that failed
            if (ofSuite && !abandoned) {
                events.attempted(message.key(), session.node(), result.transport(), result.code());
            }
            if (!abandoned) nodes.demote(session, message.receiver());
            return after == null && seeing.hasNext() && !abandoned
                    ? byNode(message, null, seeing)
                    : failed(result.code());
        });
    }

    private static CompletionStage<SendResult> failed(String code) {
        return CompletableFuture.completedFuture(new SendResult.Failed(code));
    }

    private static CompletionStage<UplinkFrame.Result> carry(
            UplinkChannel channel, Message message, @Nullable MessageKey after) {
        return channel.carry(message, after)
                .toCompletableFuture()
                .completeOnTimeout(
                        new UplinkFrame.Result(0, false, "", "timed_out"), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void abandon(MessageKey key) {
        nodes.seeing(key.receiver()).forEach(session -> session.channel().abandon(key));
    }

    @Override
    public TransportState state(String receiver) {
        var availability =
                running ? Availability.AVAILABLE : Availability.unavailable("stopped", "start the transport");
        // a peer that no node sees may be a peer of the suite
        var reach = nodes.isSeen(receiver) ? Reach.RELAYED : Reach.UNKNOWN;
        return new TransportState(id(), TransportType.UPLINK, CAPABILITIES, availability, reach);
    }
}
