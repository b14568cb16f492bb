package io.bitchat.edge.diagnosis;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Input;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Node;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Decoded;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges datagrams as a node does: a node of protocol/lan takes them, and nothing of what it wants to send or dial is
 * carried out. Thread-safe; bounded to {@value LanParameters#MAX_PEERS} peers.
 */
final class Ear implements MulticastSockets.Receiver {
    private static final int MOST_SOURCES = 8;

    private final PeerId self = new PeerId(UUID.randomUUID().toString());
    private final InstantSource clock;
    private final List<LocalNetwork> networks;
    private final Set<Ipv4> ownAddresses;
    private final Node node;
    private final long[] refusedBefore = new long[Refusal.values().length];
    private final Set<String> returned = new HashSet<>();
    private final Map<PeerId, HeardPeer> peers = new LinkedHashMap<>();
    private final Map<Refusal, Refused> refused = new EnumMap<>(Refusal.class);

    /**
     * Datagrams that were refused for one reason.
     *
     * @param sources some of the addresses that they came from
     */
    record Refused(long count, Set<Ipv4> sources) {}

    /**
     * What was heard so far.
     *
     * @param returned names of the interfaces on which an own datagram came back
     */
    record Heard(Set<String> returned, List<HeardPeer> peers, Map<Refusal, Refused> refused) {}

    /** @param ownAddresses those of this host */
    Ear(List<LocalNetwork> networks, Set<Ipv4> ownAddresses, InstantSource clock) {
        this.clock = clock;
        this.networks = List.copyOf(networks);
        this.ownAddresses = Set.copyOf(ownAddresses);
        var identity = new Identity(self, Ed25519KeyPair.generate(new SecureRandom()), null);
        this.node = new Node(identity, Profile.PLAIN, LanParameters.defaults(), new SplittableRandom());
        node.handle(new Input.Started(1, networks), clock.instant());
    }

    /**
     * The datagram that this host sends: a {@code leave} of a peer that never was there. All nodes read it, and none shows,
     * dials or answers anything. It is not signed.
     *
     * @param port any; nobody connects to one that leaves
     */
    byte[] probe(LocalNetwork network, int port) {
        return BeaconCodec.encode(new Beacon(
                true, self, new Endpoint(network.own(), port), clock.instant(), Profile.PLAIN, 0, 0, null, null));
    }

    @Override
    public synchronized void received(String network, Ipv4 from, byte[] bytes) {
        var now = clock.instant();
        var beacon = BeaconCodec.decode(bytes) instanceof Decoded.Complete(var complete) ? complete : null;
        if (beacon != null && beacon.peer().equals(self)) {
            if (ownAddresses.contains(from)) returned.add(network);
            return;
        }
        node.handle(new Input.Datagram(network, from, bytes), now);
        var reason = newRefusal();
        if (reason != null) count(reason, from);
        if (beacon == null) return;
        if (reason == null) taken(beacon, network, now);
        // told by name, although a node does not take it; its address has not been checked yet
        else if (reason == Refusal.CLOCK_OFF && isFrom(beacon, network, from)) heard(beacon, network, now);
    }

    private boolean isFrom(Beacon beacon, String network, Ipv4 from) {
        return beacon.address().host().equals(from)
                && !beacon.leaving()
                && !peers.containsKey(beacon.peer())
                && networks.stream().anyMatch(one -> one.name().equals(network) && one.contains(from));
    }

    private @Nullable Refusal newRefusal() {
        Refusal found = null;
        for (var reason : Refusal.values()) {
            long count = node.refused(reason);
            if (count > refusedBefore[reason.ordinal()]) found = reason;
            refusedBefore[reason.ordinal()] = count;
        }
        return found;
    }

    private void count(Refusal reason, Ipv4 from) {
        var before = refused.getOrDefault(reason, new Refused(0, Set.of()));
        var sources = new LinkedHashSet<>(before.sources());
        if (sources.size() < MOST_SOURCES) sources.add(from);
        refused.put(reason, new Refused(before.count() + 1, sources));
    }

    private void taken(Beacon beacon, String network, Instant now) {
        if (beacon.leaving()) peers.remove(beacon.peer());
        else heard(beacon, network, now);
    }

    private void heard(Beacon beacon, String network, Instant now) {
        if (peers.size() >= LanParameters.MAX_PEERS && !peers.containsKey(beacon.peer())) return;
        peers.put(
                beacon.peer(),
                new HeardPeer(
                        beacon.peer(),
                        beacon.profile().nick(),
                        beacon.address(),
                        network,
                        beacon.run() > 0,
                        Duration.between(now, beacon.timestamp()),
                        ownAddresses.contains(beacon.address().host()),
                        TcpAnswer.NOT_TRIED));
    }

    synchronized Heard heard() {
        return new Heard(Set.copyOf(returned), new ArrayList<>(peers.values()), new EnumMap<>(refused));
    }
}
