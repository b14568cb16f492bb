package io.bitchat.groups.federation.actor;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.groups.federation.SharedGroup;
import io.bitchat.groups.federation.delivery.Delivery;
import io.bitchat.groups.federation.delivery.DeliveryBatch;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.federation.scoring.PeerScore;
import io.bitchat.groups.oplog.Operation;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Drives the node of one group. Everything runs on one Vert.x context. What the node delivers is committed before
 * anything it wants sent leaves, so no other site learns of a message that could still be lost here. Inputs wait during
 * a commit. If the commit fails, the actor ends and another one starts from the database.
 */
public final class GroupActor {
    private static final int MAX_DELIVERIES = 200;
    /** Maximum duration of a turn on the event loop, which other groups share. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SharedGroup group;
    private final GossipNode node;
    private final Context context;
    private final ActorContext services;
    private final Consumer<GroupActor> failed;
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean drainPlanned = new AtomicBoolean();
    private final HistoryRequests historyRequests = new HistoryRequests();
    private final PeerScore score;
    private final LocalPublishQueue publishQueue;
    private final Syncs syncs = new Syncs();
    private long revision;
    private Set<String> unsettled;
    private boolean ownTurn;
    /** Written on the context; read by the threads of links too. */
    private volatile Phase phase = Phase.RUNNING;

    private enum Phase {
        RUNNING,
        /** A commit is under way, and inputs wait. */
        COMMITTING,
        ENDED
    }

    GroupActor(
            SharedGroup group, GossipNode node, Context context, ActorContext services, Consumer<GroupActor> failed) {
        this.group = group;
        this.node = node;
        this.context = context;
        this.services = services;
        this.failed = failed;
        this.revision = group.revision();
        this.unsettled = group.unplaced();
        this.publishQueue = new LocalPublishQueue();
        this.score = new PeerScore(node, services.links());
    }

    public SharedGroup group() {
        return group;
    }

    /** Starts the node, with the other sites of the group as contacts. */
    void start() {
        var others = group.sites().stream()
                .filter(site -> !site.id().equals(node.self().id()))
                .map(site -> new Contact(site.id(), site.name()))
                .toList();
        inbox.offer(new Input.Started(others));
        planDrain();
        wake();
    }

    /** Called for a frame from another site. */
    void received(PeerId from, Bytes frame) {
        if (hasEnded()) return;
        if (inbox.offer(new Input.Received(from, Packet.received(frame.toArray())))) planDrain();
        else services.overload().overflow();
    }

    private void noteSync(PeerId from, Packet packet) {
        if (syncs.heard(from, packet, services.clock().instant()))
            then(services.store().synced(group.groupId()), _ -> {});
    }

    /** Time of the last comparison with each site; read it on the node's context, inside {@link #look}. */
    public Map<PeerId, Instant> syncs() {
        return syncs.all();
    }

    /** Called when the last link to a site is gone. */
    void lost(PeerId site) {
        inbox.offer(new Input.LinkFailed(site));
        planDrain();
    }

    /** Called when there may be something new to publish. */
    void wake() {
        context.runOnContext(_ -> readOutgoing());
    }

    /** Ends the actor; a commit that is under way continues. */
    void stop() {
        context.runOnContext(_ -> phase = Phase.ENDED);
    }

    /** Runs {@code reader} on the node's context. */
    public void look(Consumer<GossipNode> reader) {
        context.runOnContext(_ -> reader.accept(node));
    }

    private void offer(Input input) {
        inbox.offer(input);
        planDrain();
    }

    /** Schedules one task for any number of waiting inputs, because the event loop's queue is unbounded. */
    private void planDrain() {
        if (drainPlanned.compareAndSet(false, true))
            context.runOnContext(_ -> {
                drainPlanned.set(false);
                drain();
            });
    }

    private void readOutgoing() {
        if (hasEnded() || !publishQueue.begin()) return;
        then(services.outgoing().next(group.groupId()), items -> {
            publishQueue.add(items);
            drain();
            if (publishQueue.mustReadAgain()) readOutgoing();
        });
    }

    private void drain() {
        if (phase != Phase.RUNNING) return;
        try {
            turn();
        } catch (RuntimeException failure) {
            fail(failure); // the node's state is unknown now
        }
    }

    private void turn() {
        var effects = new ArrayList<Effect>();
        int delivered = 0;
        long begin = System.nanoTime();
        do {
            var input = next();
            if (input == null) break;
            delivered += handle(input, effects);
        } while (delivered < MAX_DELIVERIES && System.nanoTime() - begin < TURN_NANOS);
        if (delivered > 0 || publishQueue.isPublishing() || !unsettled.isEmpty()) {
            commit(effects);
            return;
        }
        effects.forEach(this::carryOut);
        if (!inbox.isEmpty() || publishQueue.isWaiting()) planDrain();
    }

    /** @return number of messages delivered */
    private int handle(Input input, List<Effect> effects) {
        int delivered = 0;
        if (input instanceof Input.Received(var from, var packet)) noteSync(from, packet);
        for (var effect : node.handle(input, services.clock().instant())) {
            effects.add(effect);
            if (effect instanceof Effect.Deliver(var message)) {
                delivered++;
                publishQueue.delivered(read(message));
            }
        }
        if (input instanceof Input.Received(var from, Packet _)) score.after(from);
        return delivered;
    }

    /** Alternates between inputs from others and own messages, so that neither starves the other. */
    private @org.jspecify.annotations.Nullable Input next() {
        ownTurn = !ownTurn;
        var first = ownTurn ? publishQueue.next() : inbox.poll();
        if (first != null) return first;
        return ownTurn ? inbox.poll() : publishQueue.next();
    }

    /**
     * A message that cannot be read must be stored too: the node has counted it as delivered, and the group would
     * stall.
     */
    private Delivery read(Message message) {
        try {
            var delivery = Delivery.of(message, group.groupId(), node.self().id());
            delivery.change()
                    .filter(change -> change.operation() instanceof Operation.SiteAdded)
                    .ifPresent(change -> group.learn((Operation.SiteAdded) change.operation()));
            return delivery;
        } catch (RuntimeException failure) {
            var unread = new Delivery(message, Optional.empty());
            services.triage().setAside(group.groupId(), unread, failure);
            return unread;
        }
    }

    private void commit(List<Effect> effects) {
        phase = Phase.COMMITTING;
        var batch = new DeliveryBatch(
                group.groupId(),
                node.self().id(),
                revision,
                node.past(),
                publishQueue.published(),
                publishQueue.take(),
                unsettled);
        then(services.triage().commit(batch), left -> {
            phase = Phase.RUNNING;
            revision++;
            unsettled = left;
            publishQueue.committed();
            effects.forEach(this::carryOut);
            drain();
            if (publishQueue.mustReadAgain()) readOutgoing();
        });
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> send(to.id(), packet);
            case Effect.Disconnect _ -> {} // links belong to sites, not to groups
            case Effect.Schedule(var timer, var after) ->
                context.owner().setTimer(Math.max(1, after.toMillis()), _ -> offer(new Input.TimerFired(timer)));
            case Effect.Deliver _ -> {} // committed already
            case Effect.Load load -> {
                switch (historyRequests.ask(load)) {
                    case NOW -> load(load);
                    case LATER -> {} // served when the one before it is done
                    case NEVER -> services.overload().askedTooOften();
                }
            }
        }
    }

    private void load(Effect.Load load) {
        then(services.store().load(group.groupId(), load.ranges()), found -> {
            offer(new Input.Loaded(load.to(), found));
            var next = historyRequests.done(load.to());
            if (next != null) load(next);
        });
    }

    private void send(PeerId to, Packet packet) {
        score.asked(to, packet);
        var frame = new SiteFrame.Gossip(group.key().tag(), Bytes.copyOf(packet.toBytes()));
        boolean sent = services.links().send(to, frame);
        if (!sent && !services.links().isUp(to)) lost(to);
    }

    private <T> void then(Uni<T> work, Consumer<T> onContext) {
        work.subscribe()
                .with(
                        value -> context.runOnContext(_ -> {
                            if (!hasEnded()) onContext.accept(value);
                        }),
                        failure -> context.runOnContext(_ -> fail(failure)));
    }

    private boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    private void fail(Throwable failure) {
        if (hasEnded()) return;
        phase = Phase.ENDED;
        Log.warnf("group actor failed, restarting from the database group=%s cause=%s", group.groupId(), failure);
        failed.accept(this);
    }
}
