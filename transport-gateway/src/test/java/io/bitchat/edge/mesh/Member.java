package io.bitchat.edge.mesh;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node on the loopback interface, and what it has shown. */
final class Member implements LanListener {
    final Identity identity;
    final String id;
    final List<String> shown = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    LanNode node;

    private Member(Identity identity) {
        this.identity = identity;
        this.id = identity.peer().value();
    }

    static Member plain(String id) {
        return new Member(new Identity(new PeerId(id), Ed25519KeyPair.generate(new SplittableRandom()), null));
    }

    static Member secured(String id) {
        var random = new SplittableRandom();
        return new Member(
                new Identity(new PeerId(id), Ed25519KeyPair.generate(random), X25519KeyPair.generate(random)));
    }

    Member start(Vertx vertx, InetSocketAddress group, String nick) throws Exception {
        return start(vertx, group, nick, List.of());
    }

    Member start(Vertx vertx, InetSocketAddress group, String nick, List<Endpoint> contacts) throws Exception {
        return start(vertx, setup(group, nick, 0).withContacts(contacts));
    }

    Member startOn(Vertx vertx, InetSocketAddress group, int port) throws Exception {
        return start(vertx, setup(group, id, port));
    }

    Member start(Vertx vertx, InetSocketAddress group, Pins pins) throws Exception {
        return start(vertx, setup(group, id, 0).withPins(pins));
    }

    private LanNode.Setup setup(InetSocketAddress group, String nick, int port) {
        return LanNode.Setup.of(
                identity, new Profile(nick, "", List.of("general")), new LanScope.ThisMachine(), group, port);
    }

    private Member start(Vertx vertx, LanNode.Setup setup) throws Exception {
        node = of(LanNode.start(vertx, setup, this));
        return this;
    }

    @Override
    public void delivered(Line line, int later, boolean verified) {
        shown.add(line.content() + (verified ? "" : " (unverified)"));
    }

    @Override
    public void happened(Event event) {
        events.add(event);
    }

    void say(String text) throws Exception {
        of(node.say(Target.GENERAL, text));
    }

    int links() throws Exception {
        return of(node.links());
    }

    /** The link to each peer, in the order of the node's list. */
    List<Peer.Connection> connections() throws Exception {
        return of(node.peers()).stream().map(Peer::connection).toList();
    }

    static <T> T of(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, SECONDS);
    }
}
