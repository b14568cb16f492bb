package io.bitchat.bench.hostile;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The hostile site's membership in one group. It maintains its links and answers pings like a real node, because it
 * would not stay a neighbour otherwise; attacks come on top of that.
 */
public final class HostileMember {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HostileSite site;
    private final String groupId;
    private final GroupKey key;
    private final GroupSeal seal;
    private final GossipNode node;
    private final Map<Dot, Envelope> store = new HashMap<>();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("hostile-timers").factory());

    HostileMember(HostileSite site, String groupId, GroupKey key) {
        this.site = site;
        this.groupId = groupId;
        this.key = key;
        this.seal = new GroupSeal(key, site.self().signing(), this::keyOf, RANDOM);
        this.node = GossipNode.member(
                new Contact(site.self().id(), site.self().name()),
                GossipParameters.defaults().withLossy(false),
                seal,
                Past.empty(),
                RANDOM);
    }

    HostileMember started() {
        run(new Input.Started(site.others().stream()
                .map(other -> new Contact(other.id(), other.name()))
                .toList()));
        return this;
    }

    private Optional<Ed25519PublicKey> keyOf(PeerId writer) {
        if (writer.equals(site.self().id()))
            return Optional.of(site.self().signing().publicKey());
        return site.others().stream()
                .filter(other -> other.id().equals(writer))
                .map(other -> other.signing().publicKey())
                .findFirst();
    }

    String groupId() {
        return groupId;
    }

    /** The tag that identifies the group on links. */
    public Bytes tag() {
        return key.tag();
    }

    /** Returns true if the site is in this node's active view. */
    public synchronized boolean isNear(PeerId other) {
        return node.active().get(other) != null;
    }

    /** Number of messages of a site that were delivered here. */
    public synchronized long heardOf(PeerId writer) {
        return node.causal().clock().get(writer);
    }

    /** Publishes a message like an honest site. */
    public synchronized Envelope say(byte[] payload) {
        run(new Input.Published(payload));
        return held(new Dot(self(), node.causal().clock().get(self())));
    }

    /** A message that was delivered here. */
    public synchronized Envelope held(Dot dot) {
        var found = store.get(dot);
        if (found == null) throw new IllegalStateException("nothing was delivered as " + dot);
        return found;
    }

    /** The clock entry of this site's next message. */
    public synchronized long nextSequence() {
        return node.causal().clock().get(self()) + 1;
    }

    /** Seals a message in the name of any site, with this site's own signature. */
    public Envelope sealAs(PeerId writer, long sequence, List<Dot> causes, byte[] payload) {
        return seal.seal(new Header(writer, sequence, HybridTime.at(Instant.now()), causes), payload);
    }

    /** Seals a message in this site's own name. */
    public Envelope seal(long sequence, byte[] payload) {
        return sealAs(self(), sequence, List.of(), payload);
    }

    /** Delivers to its own node a message that was sent without the node. */
    public synchronized void take(Envelope envelope) {
        var other = site.others().getFirst().id();
        run(new Input.Received(
                other,
                Packet.received(FrameCodec.encode(new Frame.Reply(1, envelope)).toBytes())));
    }

    private PeerId self() {
        return site.self().id();
    }

    void heard(PeerId from, byte[] frame) {
        run(new Input.Received(from, Packet.received(frame)));
    }

    private synchronized void run(Input input) {
        node.handle(input, Instant.now()).forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> send(to.id(), packet);
            case Effect.Disconnect _ -> {}
            case Effect.Schedule(var timer, var after) -> {
                var _ = timers.schedule(() -> run(new Input.TimerFired(timer)), after.toNanos(), TimeUnit.NANOSECONDS);
            }
            case Effect.Deliver(var message) -> store.put(message.header().dot(), message.envelope());
            case Effect.Load(var to, var ranges) -> run(new Input.Loaded(to, load(ranges)));
        }
    }

    private void send(PeerId to, Packet packet) {
        var link = site.linkTo(to);
        if (link != null) link.gossip(tag(), packet.toBytes());
    }

    private List<Envelope> load(List<Range> ranges) {
        var found = new ArrayList<Envelope>();
        for (var range : ranges) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                var envelope = store.get(new Dot(range.writer(), sequence));
                if (envelope != null) found.add(envelope);
            }
        }
        return found;
    }

    void close() {
        timers.shutdownNow();
    }
}
