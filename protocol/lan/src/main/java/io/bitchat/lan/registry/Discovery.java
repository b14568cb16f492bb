package io.bitchat.lan.registry;

import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Decoded;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends beacons and checks those of others. */
public final class Discovery {
    /** After the first beacon, because one may be lost. */
    private static final long[] REPEATED_AFTER = {200, 600};

    private static final long LEAST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 200;
    private static final int BEACONS_AT_ONCE = 256;
    private static final int BEACONS_PER_SECOND = 64;
    private static final int MAX_SOURCES = 256;

    private final Identity identity;
    private final Turn turn;
    private final Registry registry;
    private final Keys keys;
    private final Map<Ipv4, Allowance> sources = new Bounded<>(MAX_SOURCES);
    private List<LocalNetwork> networks = List.of();
    private int port;
    private long run;
    private long started;
    private long nextBeacon;
    private long nextAnswer = Long.MAX_VALUE;
    private int repeated;
    private long repeatAt = Long.MAX_VALUE;

    public Discovery(Identity identity, Turn turn, Registry registry, Keys keys) {
        this.identity = identity;
        this.turn = turn;
        this.registry = registry;
        this.keys = keys;
    }

    public void start(int atPort, List<LocalNetwork> on) {
        port = atPort;
        run = turn.wall();
        move(on);
        started = turn.millis();
        nextBeacon = started;
        repeated = 0;
        repeatAt = started + REPEATED_AFTER[0];
    }

    public void move(List<LocalNetwork> on) {
        networks = List.copyOf(on);
        nextBeacon = Math.min(nextBeacon, turn.millis());
    }

    /** Start of this node in milliseconds since 1970. */
    public long run() {
        return run;
    }

    /** Where this node accepts links from a host; for a host of no network any of its addresses. */
    public Endpoint address(Ipv4 from) {
        var own = networks.stream().filter(network -> network.contains(from)).findFirst();
        return new Endpoint(
                own.or(() -> networks.stream().findFirst())
                        .map(LocalNetwork::own)
                        .orElse(from),
                port);
    }

    /** Whether a host is in one of the local networks. */
    public boolean isLocal(Ipv4 address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** Sends the next beacon at the next tick, because there is something new to say. */
    public void hurry() {
        nextBeacon = Math.min(nextBeacon, turn.millis());
    }

    /** Sends the beacons that are due. */
    public void tick(Profile profile, long lamport) {
        long now = turn.millis();
        if (now < nextBeacon && now < nextAnswer && now < repeatAt) return;
        if (now >= repeatAt) {
            repeated++;
            repeatAt = repeated < REPEATED_AFTER.length ? started + REPEATED_AFTER[repeated] : Long.MAX_VALUE;
        }
        if (now >= nextBeacon) {
            long interval = turn.parameters().beaconInterval().toMillis();
            nextBeacon = turn.soon(interval * 95 / 100, interval * 105 / 100);
        }
        nextAnswer = Long.MAX_VALUE;
        sendAll(false, profile, lamport);
    }

    /** Tells all that this node leaves. */
    public void leave(Profile profile, long lamport) {
        sendAll(true, profile, lamport);
    }

    private void sendAll(boolean leaving, Profile profile, long lamport) {
        for (var network : networks) send(leaving, network, profile, lamport);
    }

    private void send(boolean leaving, LocalNetwork network, Profile profile, long lamport) {
        var beacon = new Beacon(
                leaving,
                identity.peer(),
                new Endpoint(network.own(), port),
                turn.now(),
                profile,
                run,
                lamport,
                identity.secureKey(),
                null);
        turn.count(Count.BEACONS_SENT);
        turn.effect(new Effect.Multicast(network, BeaconCodec.encode(beacon.signedBy(identity.keys()))));
    }

    /**
     * Takes a datagram.
     *
     * @return the Lamport time of a beacon of one of ours, 0 otherwise
     */
    public long received(String interfaceName, Ipv4 from, byte[] datagram) {
        turn.count(Count.BEACONS_RECEIVED);
        if (!sources.computeIfAbsent(from, _ -> new Allowance(BEACONS_AT_ONCE, BEACONS_PER_SECOND, turn.millis()))
                .take(turn.millis())) {
            turn.refuse(Refusal.FLOOD);
            return 0;
        }
        return switch (BeaconCodec.decode(datagram)) {
            case Decoded.Complete(var beacon) -> check(beacon, interfaceName, from);
            case Decoded.Refused(var reason) -> {
                turn.refuse(reason);
                yield 0;
            }
        };
    }

    private long check(Beacon beacon, String interfaceName, Ipv4 from) {
        if (beacon.peer().equals(identity.peer())) {
            own(beacon);
            return 0;
        }
        var reason = reasonAgainst(beacon, interfaceName, from);
        if (reason == null) reason = keys.check(beacon.peer(), beacon.proof(), false, beacon::isSigned);
        if (reason != null) {
            turn.refuse(reason);
            return 0;
        }
        if (beacon.leaving()) {
            registry.left(beacon.peer(), beacon.timestamp());
            return 0;
        }
        boolean isNew = registry.find(beacon.peer()) == null;
        registry.announced(beacon);
        // it has not heard this node yet
        if (isNew && registry.find(beacon.peer()) != null && nextAnswer == Long.MAX_VALUE)
            nextAnswer = turn.soon(LEAST_PAUSE, LONGEST_PAUSE);
        return beacon.lamport();
    }

    private void own(Beacon beacon) {
        var proof = beacon.proof();
        boolean mine = proof != null && proof.key().equals(identity.keys().publicKey());
        if (mine) turn.count(Count.BEACONS_OWN);
        else turn.refuse(Refusal.OWN_ID);
    }

    private @Nullable Refusal reasonAgainst(Beacon beacon, String interfaceName, Ipv4 from) {
        var host = beacon.address().host();
        if (!turn.isNear(beacon.timestamp())) return Refusal.CLOCK_OFF;
        if (!host.equals(from)) return Refusal.NOT_THE_SENDERS;
        boolean local =
                networks.stream().anyMatch(network -> network.name().equals(interfaceName) && network.contains(host));
        return local ? null : Refusal.NOT_LOCAL;
    }
}
