package io.bitchat.edge.suite;

import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.uplink.Neighbourhood;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node with its end of an uplink. The uplink gives a message of the suite to the node, which carries it on and says
 * what became of it; here the test is the one that takes it, as it takes what another transport has brought.
 */
final class CarryingNode implements TransportAdapter, Neighbourhood {
    private final String id;
    private final String suite;
    private final UplinkAdapter uplink;
    private final Queue<Arrival> given = new ConcurrentLinkedQueue<>();
    private volatile @Nullable AdapterListener listener;

    /** @param suite id of the suite's node */
    CarryingNode(UplinkEnds ends, String id, String suite) {
        this.id = id;
        this.suite = suite;
        this.uplink = ends.node(id, this);
    }

    @Override
    public Set<String> near() {
        return Set.of(id);
    }

    @Override
    public boolean isNear(String peer) {
        return peer.equals(id);
    }

    @Override
    public CompletionStage<Taken> deliver(Message message) {
        var taken = new CompletableFuture<Taken>();
        given.add(new Arrival(
                message,
                suite,
                null,
                yes -> taken.complete(yes ? new Taken.Delivered("mesh") : new Taken.Refused("inbox_full"))));
        var hears = listener;
        if (hears != null) hears.arrived(id());
        return taken;
    }

    @Override
    public Optional<Arrival> receive() {
        return Optional.ofNullable(given.poll());
    }

    @Override
    public TransportId id() {
        return uplink.id();
    }

    @Override
    public CompletionStage<Boolean> start(AdapterListener hears) {
        listener = hears;
        return uplink.start(hears);
    }

    @Override
    public CompletionStage<Void> stop() {
        return uplink.stop();
    }

    @Override
    public int window() {
        return uplink.window();
    }

    @Override
    public CompletionStage<SendResult> send(Message message, @Nullable MessageKey after) {
        return uplink.send(message, after);
    }

    @Override
    public void abandon(MessageKey key) {
        uplink.abandon(key);
    }

    @Override
    public TransportState state(String receiver) {
        return uplink.state(receiver);
    }
}
