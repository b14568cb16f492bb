package io.bitchat.groups.gossip;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.groups.operation.Operation;
import io.bitchat.groups.site.SiteFrame;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Drives the node of one group. All of it happens on one context; what the node delivers is committed before anything
 * that it wants sent leaves, so nobody hears of a message that could still be lost here. Meanwhile inputs wait. If the
 * commit fails the actor ends: another one begins with what the database has.
 */
final class GroupActor {
    private static final int MAX_WAITING = 4_096;
    private static final int MAX_DELIVERIES = 200;

    private final SharedGroup group;
    private final GossipNode node;
    private final Context context;
    private final Surroundings around;
    private final Runnable failed;
    private final Deque<Input> inputs = new ArrayDeque<>();
    private final OwnWords own;
    private final Syncs syncs = new Syncs();
    private long revision;
    private boolean committing;
    private boolean closed;
    private long overflown;

    GroupActor(SharedGroup group, GossipNode node, Context context, Surroundings around, Runnable failed) {
        this.group = group;
        this.node = node;
        this.context = context;
        this.around = around;
        this.failed = failed;
        this.revision = group.revision();
        this.own = new OwnWords();
    }

    SharedGroup group() {
        return group;
    }

    /** Begins, with the sites that share the group for company. */
    void start() {
        var others = group.sites().stream()
                .filter(site -> !site.id().equals(node.self().id()))
                .map(site -> new Contact(site.id(), site.name()))
                .toList();
        offer(new Input.Started(others));
        wake();
    }

    /** A frame came from another site. */
    void received(PeerId from, Bytes frame) {
        var packet = Packet.received(frame.toArray());
        context.runOnContext(_ -> noteSync(from, packet));
        offer(new Input.Received(from, packet));
    }

    private void noteSync(PeerId from, Packet packet) {
        if (syncs.heard(from, packet, around.clock().instant()))
            then(around.store().synced(group.groupId()), _ -> {});
    }

    /** When the group was last compared with other sites; for readers of {@link #look}. */
    Map<PeerId, Instant> syncs() {
        return syncs.all();
    }

    /** There is no link to a site any more. */
    void lost(PeerId site) {
        offer(new Input.LinkFailed(site));
    }

    /** There may be something new to tell. */
    void wake() {
        context.runOnContext(_ -> readOutgoing());
    }

    /** Ends; a commit that is under way goes on. */
    void stop() {
        context.runOnContext(_ -> closed = true);
    }

    /** Looks at the node where it may be looked at. */
    void look(Consumer<GossipNode> reader) {
        context.runOnContext(_ -> reader.accept(node));
    }

    private void offer(Input input) {
        context.runOnContext(_ -> {
            if (inputs.size() >= MAX_WAITING && input instanceof Input.Received) {
                overflown++;
                return;
            }
            inputs.add(input);
            drain();
        });
    }

    private void readOutgoing() {
        if (closed || !own.begin()) return;
        then(around.outgoing().next(group.groupId()), items -> {
            own.add(items);
            drain();
            if (own.isOver()) readOutgoing();
        });
    }

    private void drain() {
        if (committing || closed) return;
        var effects = new ArrayList<Effect>();
        int delivered = 0;
        for (var input = next(); input != null; input = delivered < MAX_DELIVERIES ? next() : null) {
            for (var effect : node.handle(input, around.clock().instant())) {
                effects.add(effect);
                if (effect instanceof Effect.Deliver(var message)) {
                    delivered++;
                    delivered(Delivery.of(message));
                }
            }
        }
        if (delivered == 0 && !own.isTold()) effects.forEach(this::carryOut);
        else commit(effects);
    }

    private @org.jspecify.annotations.Nullable Input next() {
        var input = inputs.poll();
        return input != null ? input : own.next();
    }

    private void delivered(Delivery delivery) {
        own.delivered(delivery);
        delivery.change()
                .filter(change -> change.operation() instanceof Operation.SiteAdded)
                .ifPresent(change -> group.learn((Operation.SiteAdded) change.operation()));
    }

    private void commit(List<Effect> effects) {
        committing = true;
        var turnout =
                new Turnout(group.groupId(), node.self().id(), revision, node.past(), own.published(), own.take());
        then(around.deliveries().commit(turnout), _ -> {
            committing = false;
            revision++;
            own.committed();
            effects.forEach(this::carryOut);
            drain();
            if (own.isOver()) readOutgoing();
        });
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> send(to.id(), packet);
            case Effect.Disconnect _ -> {} // links belong to sites, not to groups
            case Effect.Schedule(var timer, var after) ->
                context.owner().setTimer(Math.max(1, after.toMillis()), _ -> offer(new Input.TimerFired(timer)));
            case Effect.Deliver _ -> {} // committed before
            case Effect.Load(var to, var ranges) ->
                then(around.store().load(group.groupId(), ranges), found -> offer(new Input.Loaded(to, found)));
        }
    }

    private void send(PeerId to, Packet packet) {
        var frame = new SiteFrame.Gossip(group.key().tag(), Bytes.copyOf(packet.toBytes()));
        boolean sent = around.links().send(to, frame);
        if (!sent && !around.links().isUp(to)) offer(new Input.LinkFailed(to));
    }

    private <T> void then(Uni<T> work, Consumer<T> onContext) {
        work.subscribe()
                .with(
                        value -> context.runOnContext(_ -> {
                            if (!closed) onContext.accept(value);
                        }),
                        failure -> context.runOnContext(_ -> fail(failure)));
    }

    private void fail(Throwable failure) {
        if (closed) return;
        closed = true;
        Log.warnf("group begins anew from the database group=%s cause=%s", group.groupId(), failure);
        failed.run();
    }
}
