package io.bitchat.lan.network;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Input;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Node;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A machine of the simulated network with one node. */
public final class Host {
    private final Lan lan;
    private final int number;
    private final PeerId id;
    private final Ed25519KeyPair keys;
    private final List<Effect.Deliver> delivered = new ArrayList<>();
    private final List<Long> dials = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Effect.Accepted> accepted = new ArrayList<>();
    private final List<Effect.Rejection> rejected = new ArrayList<>();
    private @Nullable X25519KeyPair secure;
    private @Nullable X25519PublicKey proven;
    private @Nullable Node node;
    private int life;
    private boolean frozen;

    Host(Lan lan, int number, PeerId id, long seed) {
        this.lan = lan;
        this.number = number;
        this.id = id;
        this.keys = Ed25519KeyPair.generate(new Random(seed));
    }

    // --- actions

    /** Starts the node, or starts it again with nothing but its key. */
    public void start() {
        startKnowing(Map.of());
    }

    /** Starts the node with keys of peers that it has seen before. */
    public void startKnowing(Map<PeerId, Ed25519PublicKey> known) {
        life++;
        int mine = life;
        node = new Node(
                new Identity(id, keys, secure),
                Profile.PLAIN,
                lan.parameters(),
                new Random(lan.random().nextLong()));
        handle(new Input.KeysKnown(known));
        handle(new Input.Started(7_000, List.of(new LocalNetwork("eth0", address(), 24))));
        lan.after(Lan.TICK.toMillis(), () -> tick(mine));
    }

    private void tick(int of) {
        if (life != of || node == null) return;
        if (!frozen) handle(new Input.Ticked());
        lan.after(Lan.TICK.toMillis(), () -> tick(of));
    }

    /** Offers encrypted links from the next start on. */
    public Host offerEncryption() {
        secure = X25519KeyPair.generate(new Random(number));
        proven = secure.publicKey();
        return this;
    }

    /** Proves another key on encrypted links than the one that it publishes. */
    public void proveAnotherKey() {
        proven = X25519KeyPair.generate(new Random(~number)).publicKey();
    }

    /** The key that it publishes. */
    public @Nullable X25519PublicKey secure() {
        return secure == null ? null : secure.publicKey();
    }

    /** The key that it proves. */
    @Nullable
    X25519PublicKey proven() {
        return proven;
    }

    /** Ends the program without a word. */
    public void kill() {
        node = null;
        lan.died(this);
    }

    /** The program leaves. */
    public void stop() {
        handle(new Input.Stopped());
        node = null;
    }

    /** The program neither reads nor writes, but its connections stay open. */
    public void freeze(boolean value) {
        frozen = value;
    }

    public void say(String text) {
        say(Target.GENERAL, text);
    }

    public void say(Target target, String text) {
        handle(new Input.Said(target, text));
    }

    public List<Effect> handle(Input input) {
        var effects = node().handle(input, lan.now());
        for (var effect : effects) lan.carryOut(this, effect);
        return effects;
    }

    // --- for the network

    void receive(Input input) {
        if (node != null && !frozen) handle(input);
    }

    void receive(Lan.End end, Input input) {
        if (end.life() == life) receive(input);
    }

    Lan.End end(LinkId link) {
        return new Lan.End(this, life, link);
    }

    void dialled(long at) {
        dials.add(at);
    }

    void deliver(Effect.Deliver effect) {
        delivered.add(effect);
    }

    void told(Event event) {
        events.add(event);
    }

    void accepted(Effect.Accepted effect) {
        accepted.add(effect);
    }

    void rejected(Effect.Rejection reason) {
        rejected.add(reason);
    }

    // --- observations

    public int number() {
        return number;
    }

    public PeerId id() {
        return id;
    }

    public Ed25519KeyPair keys() {
        return keys;
    }

    public Ipv4 address() {
        return Ipv4.of("10.0.0." + (number + 1));
    }

    public Node node() {
        return Objects.requireNonNull(node, "not running");
    }

    public boolean isRunning() {
        return node != null;
    }

    /** What was shown, over all restarts. */
    public List<Effect.Deliver> delivered() {
        return delivered;
    }

    /** Texts in the order in which they were shown. */
    public List<String> texts() {
        return delivered.stream().map(effect -> effect.line().content()).toList();
    }

    /** Texts in the order of the transcript. */
    public List<String> transcript() {
        return node().transcript().lines().stream().map(Line::content).toList();
    }

    /** Times of its dials, in milliseconds since the start. */
    public List<Long> dials() {
        return dials;
    }

    public List<Event> events() {
        return events;
    }

    public <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<Effect.Accepted> accepted() {
        return accepted;
    }

    public List<Effect.Rejection> rejected() {
        return rejected;
    }
}
