package io.bitchat.lan;

import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.link.Link;
import io.bitchat.lan.link.Mesh;
import io.bitchat.lan.order.Transcript;
import io.bitchat.lan.registry.Discovery;
import io.bitchat.lan.registry.Keys;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.RefusedKey;
import io.bitchat.lan.registry.Registry;
import io.bitchat.lan.relay.Behind;
import io.bitchat.lan.relay.Conversation;
import io.bitchat.lan.relay.Repair;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.Target;
import io.bitchat.lan.wire.XorOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A peer of the local network. Maps inputs to effects, without clock, thread, socket or random source of its own.
 * Single-threaded. docs/protocols/lan.md is the specification.
 */
public final class Node {
    private final Identity identity;
    private final Turn turn;
    private final Registry registry;
    private final Keys keys;
    private final Discovery discovery;
    private final Mesh mesh;
    private final Conversation conversation;
    private final Behind behind;
    private final Repair repair;
    private Profile profile;
    private boolean running;

    /** @param profile name, status and rooms to begin with */
    public Node(Identity identity, Profile profile, LanParameters parameters, RandomGenerator random) {
        this.identity = identity;
        this.profile = profile;
        this.turn = new Turn(parameters, random);
        this.registry = new Registry(identity.peer(), turn);
        this.keys = new Keys(turn);
        this.discovery = new Discovery(identity, turn, registry, keys);
        this.mesh = new Mesh(identity, turn, registry, discovery);
        this.conversation = new Conversation(identity, turn, mesh, keys);
        this.behind = new Behind(identity.peer(), turn, mesh);
        this.repair = new Repair(identity, turn, mesh, conversation, behind);
    }

    /** Handles one input; {@code now} is the wall clock, which may be set. */
    public List<Effect> handle(Input input, Instant now) {
        turn.begin(now);
        switch (input) {
            case Input.Started(int port, var networks) -> start(port, networks);
            case Input.KeysKnown(var known) -> keys.know(known);
            case Input.KeyForgotten(var peer) -> keys.forget(peer);
            case Input.NetworksChanged(var networks) -> discovery.move(networks);
            case Input.ContactsChanged(var contacts) -> mesh.contacts(contacts);
            case Input.Datagram(var network, var from, var bytes) -> {
                if (running) conversation.lamport(discovery.received(network, from, bytes));
            }
            case Input.LinkAccepted(var link, var from, var secured) -> {
                if (running) greet(mesh.accepted(link, from, secured));
                else turn.effect(new Effect.Close(link, CloseReason.STOPPED));
            }
            case Input.LinkOpened(var link, var secured) -> greet(mesh.opened(link, secured));
            case Input.LinkClosed(var link) -> mesh.closed(link);
            case Input.WrongKey(var link) -> mesh.close(link, CloseReason.WRONG_KEY);
            case Input.Received(var link, var bytes) -> mesh.received(link, bytes, this::received);
            case Input.Ticked() -> tick();
            case Input.Said(var target, var content) -> {
                if (running) conversation.say(target, content);
                else reject(Effect.Rejection.NOT_RUNNING);
            }
            case Input.RoomJoined(var room) -> join(room);
            case Input.RoomParted(var room) -> part(room);
            case Input.Renamed(var nick) -> change(nick, profile.status(), profile.rooms());
            case Input.StatusChanged(var status) -> change(profile.nick(), status, profile.rooms());
            case Input.Stopped() -> stop();
        }
        for (var gone : registry.takeGone()) mesh.closeAll(gone, CloseReason.LEFT);
        return turn.end();
    }

    // --- the user

    private void start(int port, List<LocalNetwork> networks) {
        running = true;
        discovery.start(port, networks);
        conversation.start(discovery.run());
        conversation.enter(new LinkedHashSet<>(profile.rooms()));
        tick();
    }

    private void stop() {
        if (!running) return;
        running = false;
        discovery.leave(profile, conversation.lamport());
        var leave = own(Line.Type.LEAVE).signedBy(identity.keys());
        for (var link : mesh.all()) mesh.send(link, leave);
        mesh.closeAll(CloseReason.STOPPED);
    }

    private void join(String room) {
        var name = Target.parse(room).map(Target::text).orElse(room);
        if (profile.rooms().contains(name)) return;
        var rooms = new ArrayList<>(profile.rooms());
        rooms.add(name);
        if (rooms.size() > Profile.MAX_ROOMS) reject(Effect.Rejection.TOO_MANY_ROOMS);
        else change(profile.nick(), profile.status(), rooms);
    }

    private void part(String room) {
        var rooms = new ArrayList<>(profile.rooms());
        if (rooms.remove(Target.parse(room).map(Target::text).orElse(room)))
            change(profile.nick(), profile.status(), rooms);
    }

    /** Tells all at once, over the links and by a beacon. */
    private void change(String nick, String status, List<String> rooms) {
        if (!Profile.isValid(nick, status, rooms)) {
            reject(Effect.Rejection.BAD_NAME);
            return;
        }
        profile = new Profile(nick, status, rooms);
        conversation.enter(new LinkedHashSet<>(rooms));
        if (!running) return;
        discovery.hurry();
        for (var link : mesh.all()) if (link.isOurs()) mesh.send(link, greeting(link));
    }

    private void reject(Effect.Rejection reason) {
        turn.effect(new Effect.Rejected(reason));
    }

    // --- links

    private void greet(@Nullable Link link) {
        if (link != null) mesh.send(link, greeting(link));
    }

    private Line greeting(Link link) {
        var hello = new Notes.Hello(profile, discovery.address(link.remote()), identity.secureKey());
        return own(Line.Type.JOIN).withNotes(Notes.NONE.withHello(hello)).signedBy(identity.keys());
    }

    private Line own(Line.Type type) {
        return Line.of(type, identity.peer(), turn.now())
                .withStamp(new Stamp(discovery.run(), conversation.lamport(), 0, false, null));
    }

    private void received(Link link, Line line) {
        boolean first = link.peer() == null;
        if (first && !isAdmitted(link, line)) return;
        if (line.type() == Line.Type.CHAT) {
            registry.heard(peerOf(link));
            var known = conversation.transcript();
            conversation.chat(link, line);
            if (line.stamp().again() && known.contains(line.id())) repair.repaired(peerOf(link));
            return;
        }
        if (!line.sender().equals(link.peer()) || line.stamp().hops() > 0) {
            mesh.offence(link, Refusal.FOREIGN_SENDER);
            return;
        }
        registry.heard(line.sender());
        switch (line.type()) {
            case JOIN -> joined(link, line, first);
            case LEAVE -> left(link, line);
            case PING -> repair.pinged(link, line);
            case PONG -> mesh.ponged(link);
            case CHAT -> throw new AssertionError("handled above");
        }
        repair.noted(link, line);
    }

    private static PeerId peerOf(Link link) {
        var peer = link.peer();
        if (peer == null) throw new IllegalStateException("a link without a peer");
        return peer;
    }

    /** Learns from its first line whose link this is. */
    private boolean isAdmitted(Link link, Line line) {
        boolean signs = line.type() != Line.Type.PING && line.type() != Line.Type.PONG;
        var proof = line.stamp().proof();
        var reason = line.stamp().hops() > 0
                ? Refusal.FOREIGN_SENDER
                : keys.check(line.sender(), signs ? proof : null, false, line::isSigned);
        if (reason != null) {
            turn.refuse(reason);
            mesh.close(link, CloseReason.NOT_ADMITTED);
            return false;
        }
        var hello = line.type() == Line.Type.JOIN ? line.notes().hello() : null;
        long run = hello == null ? 0 : line.stamp().run();
        var refused = mesh.refuse(link, line.sender(), hello);
        // its address and key are known now, so that it is dialled again with encryption
        if (refused == CloseReason.PLAIN_REFUSED) registry.greeted(line.sender(), hello, run, keys, link.remote());
        if (refused != null) return false;
        if (!registry.greeted(line.sender(), hello, run, keys, link.remote())) {
            mesh.close(link, CloseReason.NOT_ADMITTED);
            return false;
        }
        mesh.identified(link, line.sender(), run);
        return true;
    }

    /** @param checked whether the line was checked when the link was admitted */
    private void joined(Link link, Line line, boolean checked) {
        var hello = line.notes().hello();
        if (hello == null) return;
        var reason = checked ? null : keys.check(line.sender(), line.stamp().proof(), false, line::isSigned);
        if (reason != null) {
            mesh.offence(link, reason);
            return;
        }
        registry.greeted(line.sender(), hello, line.stamp().run(), keys, link.remote());
        conversation.lamport(line.stamp().lamport());
        if (mesh.greeted(link, line.stamp().run())) repair.greet(link);
    }

    private void left(Link link, Line line) {
        var reason = keys.check(line.sender(), line.stamp().proof(), false, line::isSigned);
        if (reason != null) mesh.offence(link, reason);
        else registry.left(line.sender(), line.timestamp());
    }

    // --- time

    private void tick() {
        if (!running) return;
        registry.tick().forEach(mesh::probe);
        discovery.tick(profile, conversation.lamport());
        mesh.tick();
        for (var link : mesh.pingsDue()) repair.ping(link);
        repair.tick();
        behind.tick();
    }

    // --- questions

    /** The peers of the network in an order that is the same on every node: by XOR distance from {@code general}. */
    public List<Peer> peers() {
        var ids = registry.peers().stream().map(Peer::id).toList();
        return XorOrder.around(Target.GENERAL.text(), ids).stream()
                .map(registry::find)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A peer; null if it is not there. */
    public @Nullable Peer peer(PeerId id) {
        return registry.find(id);
    }

    /** Keys that were refused because peers are known by others. */
    public List<RefusedKey> refusedKeys() {
        return keys.refused();
    }

    /** How far the clock of a peer was ahead of this one when its last beacon came, in milliseconds. */
    public long skew(PeerId id) {
        return registry.skew(id);
    }

    /** Round trip of the last answered ping in milliseconds; 0 if there was none or there is no link. */
    public long roundTrip(PeerId id) {
        var link = mesh.to(id);
        return link == null ? 0 : link.roundTrip();
    }

    /** Time until a peer without a link is dialled, at least; null if it is not waited for. */
    public @Nullable Duration nextDial(PeerId id) {
        var next = mesh.nextDial(id);
        return next == null ? null : Duration.ofMillis(Math.max(0, next - turn.millis()));
    }

    /** The peers that there are links to, in the order of their ids. */
    public List<PeerId> links() {
        return mesh.peers();
    }

    /** Number of connections, also those that are being opened or have no name yet. */
    public int connections() {
        return mesh.connections();
    }

    /** The newest lines in order, also those to rooms that this node is not in. */
    public Transcript transcript() {
        return conversation.transcript();
    }

    public Profile profile() {
        return profile;
    }

    public long counted(Count count) {
        return turn.counted(count);
    }

    public long refused(Refusal reason) {
        return turn.refused(reason);
    }

    /** Number of links that this node has closed for a reason. */
    public long closed(CloseReason reason) {
        return turn.closed(reason);
    }
}
