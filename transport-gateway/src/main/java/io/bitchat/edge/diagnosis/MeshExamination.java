package io.bitchat.edge.diagnosis;

import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import io.bitchat.lan.address.LocalNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Listens to the mesh for a while and says what is wrong.
 *
 * <p>It sends three datagrams on each interface: a {@code leave} of a peer id that nobody has seen. Nodes read it and do
 * nothing, so no peer appears or disappears anywhere. Afterwards it opens a TCP connection to each peer that it heard, to
 * {@value #MOST_PEERS} at most, and closes it without a byte. It connects only to addresses that a node would dial: in the
 * network of the interface on which the beacon came, and the sender's own.
 */
public final class MeshExamination {
    /** Peers whose TCP port is tried. */
    public static final int MOST_PEERS = 32;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int PROBES = 3;
    /** Between two datagrams, because one may be lost. */
    private static final int PROBE_MILLIS = 250;

    private final Setup setup;
    private final InstantSource clock;

    /**
     * What to examine.
     *
     * @param listening time to listen; nodes send a beacon every 5 s
     */
    public record Setup(LanScope scope, InetSocketAddress group, Duration listening) {}

    public MeshExamination(Setup setup) {
        this.setup = setup;
        this.clock = InstantSource.system();
    }

    /**
     * Takes as long as it listens and up to 2 s more; blocks.
     *
     * @throws IOException if no selector can be opened
     */
    public Diagnosis run() throws IOException, InterruptedException {
        var interfaces = Interfaces.of(setup.scope());
        var ear = new Ear(interfaces.networks(), interfaces.addresses(), clock);
        var seen = interfaces.networks().isEmpty() ? nothing(interfaces, ear) : listen(interfaces, ear);
        return new Diagnosis(Findings.of(seen), seen.heard().peers());
    }

    private Observations nothing(Interfaces interfaces, Ear ear) {
        return new Observations(
                setup.group(), setup.listening(), interfaces, Set.of(), Map.of(), List.of(), ear.heard());
    }

    private Observations listen(Interfaces interfaces, Ear ear) throws IOException, InterruptedException {
        try (var sockets = new MulticastSockets(setup.group(), ear)) {
            sockets.use(interfaces.networks());
            var joined = interfaces.networks().stream()
                    .map(LocalNetwork::name)
                    .filter(sockets::isJoined)
                    .collect(Collectors.toSet());
            var holders = joined.isEmpty() ? UdpPortHolder.of(setup.group().getPort()) : List.<UdpPortHolder>of();
            if (!joined.isEmpty()) probeAndWait(sockets, interfaces, ear);
            var failures = sockets.failures().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, failure -> cause(failure.getValue())));
            var heard = ear.heard();
            return new Observations(
                    setup.group(),
                    setup.listening(),
                    interfaces,
                    joined,
                    failures,
                    holders,
                    new Ear.Heard(heard.returned(), knock(heard.peers()), heard.refused()));
        }
    }

    private void probeAndWait(MulticastSockets sockets, Interfaces interfaces, Ear ear) throws InterruptedException {
        // a socket for each interface, however many addresses that has
        Map<String, LocalNetwork> byName = new LinkedHashMap<>();
        interfaces.networks().forEach(network -> byName.putIfAbsent(network.name(), network));
        long end = System.nanoTime() + setup.listening().toNanos();
        for (int i = 0; i < PROBES; i++) {
            byName.values()
                    .forEach(network -> sockets.send(
                            network, ear.probe(network, setup.group().getPort())));
            TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        }
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    }

    private static String cause(IOException failure) {
        var message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static List<HeardPeer> knock(List<HeardPeer> peers) throws InterruptedException {
        List<Callable<HeardPeer>> calls = new ArrayList<>();
        peers.stream()
                .limit(MOST_PEERS)
                .forEach(peer -> calls.add(() -> peer.with(TcpAnswer.of(peer.address(), CONNECT_MILLIS))));
        List<HeardPeer> known = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) known.add(answer.resultNow());
        }
        known.addAll(peers.subList(known.size(), peers.size()));
        return known;
    }
}
