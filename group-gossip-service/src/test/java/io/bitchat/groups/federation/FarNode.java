package io.bitchat.groups.federation;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import io.bitchat.groups.federation.delivery.Delivery;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.GroupPayloadCodec;
import io.bitchat.groups.site.SiteIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The far site's node in one group: a real node that keeps everything in memory. */
public final class FarNode implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FarSite site;
    private final Bytes tag;
    private final PeerId other;
    private final GossipNode node;
    private final Duration ahead;
    private final Map<Dot, Envelope> store = new HashMap<>();
    private final List<Delivery> delivered = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    public FarNode(FarSite site, SiteIdentity other, GroupKey key) {
        this(site, other, key, Duration.ZERO);
    }

    /** @param ahead how far the clock of the far site is ahead */
    public FarNode(FarSite site, SiteIdentity other, GroupKey key, Duration ahead) {
        this.ahead = ahead;
        this.site = site;
        this.tag = key.tag();
        this.other = other.id();
        var own = site.signing();
        var seal = new GroupSeal(
                key,
                own,
                writer -> writer.equals(this.other)
                        ? Optional.of(other.signing())
                        : writer.equals(GroupSeal.idOf(own.publicKey()))
                                ? Optional.of(own.publicKey())
                                : Optional.empty(),
                RANDOM);
        var parameters = GossipParameters.defaults().withAntiEntropyInterval(Duration.ofMillis(500));
        this.node = GossipNode.member(
                new Contact(GroupSeal.idOf(own.publicKey()), FarSite.NAME), parameters, seal, Past.empty(), RANDOM);
        site.onGossip(this::heard);
        run(new Input.Started(List.of(new Contact(this.other, "near"))));
    }

    void say(GroupPayload payload) {
        say(GroupPayloadCodec.encode(payload));
    }

    /** Publishes a payload, possibly one that this version cannot read. */
    void say(byte[] payload) {
        run(new Input.Published(payload));
    }

    /** All messages, own and foreign, in order of delivery. */
    List<Delivery> delivered() {
        return delivered;
    }

    List<String> contents() {
        return delivered.stream()
                .flatMap(delivery -> delivery.text().stream())
                .map(GroupPayload.Text::content)
                .toList();
    }

    private void heard(SiteFrame.Gossip frame) {
        if (frame.tag().equals(tag)) {
            run(new Input.Received(other, Packet.received(frame.frame().toArray())));
        }
    }

    private void run(Input input) {
        thread.execute(() -> node.handle(input, Instant.now().plus(ahead)).forEach(this::carryOut));
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> send(to.id(), packet);
            case Effect.Disconnect _ -> {} // links belong to sites, not to groups
            case Effect.Schedule(var timer, var after) ->
                thread.schedule(() -> run(new Input.TimerFired(timer)), after.toNanos(), TimeUnit.NANOSECONDS);
            case Effect.Deliver(var message) -> {
                store.put(message.header().dot(), message.envelope());
                delivered.add(new Delivery(message, GroupPayloadCodec.decode(message.payload())));
            }
            case Effect.Load(var to, var ranges) -> run(new Input.Loaded(to, load(ranges)));
        }
    }

    private void send(PeerId to, Packet packet) {
        if (to.equals(other)) site.send(new SiteFrame.Gossip(tag, Bytes.copyOf(packet.toBytes())));
    }

    private List<Envelope> load(List<Range> ranges) {
        var found = new ArrayList<Envelope>();
        for (var range : ranges) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                Optional.ofNullable(store.get(new Dot(range.writer(), sequence)))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
