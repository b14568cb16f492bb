package io.bitchat.edge.diagnosis;

import io.bitchat.edge.diagnosis.Finding.Check;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Concludes from observations what is wrong. */
final class Findings {
    private static final Duration NOTICEABLE = Duration.ofMinutes(1);
    private static final Duration TOLERANCE = LanParameters.defaults().clockTolerance();
    private static final int MOST_NAMES = 8;

    private final Observations seen;
    private final List<HeardPeer> peers;
    private final int port;

    private Findings(Observations seen) {
        this.seen = seen;
        this.peers = seen.heard().peers();
        this.port = seen.group().getPort();
    }

    /** At least one for each check that could be made. */
    static List<Finding> of(Observations seen) {
        return new Findings(seen).all();
    }

    private List<Finding> all() {
        List<Finding> all = new ArrayList<>(List.of(interfaces()));
        if (seen.interfaces().networks().isEmpty()) return all;
        all.addAll(group());
        if (seen.joined().isEmpty()) return all;
        all.addAll(ownBeacon());
        // without the own beacon nothing can be said about others
        if (!peers.isEmpty() || !seen.heard().returned().isEmpty()) all.add(heard());
        if (!peers.isEmpty()) {
            all.addAll(links());
            all.addAll(clocks());
        }
        refused(all);
        return all;
    }

    private Finding interfaces() {
        var interfaces = seen.interfaces();
        var others = String.join(", ", interfaces.unusable());
        if (interfaces.networks().isEmpty())
            return Finding.fail(
                    Check.INTERFACES,
                    "no interface with multicast" + (others.isEmpty() ? "" : "; " + others),
                    Remedies.noInterface());
        return Finding.ok(Check.INTERFACES, interfaces.used() + (others.isEmpty() ? "" : "; not used: " + others));
    }

    private List<Finding> group() {
        List<Finding> found = new ArrayList<>();
        for (var name : names()) {
            if (!seen.joined().contains(name)) found.add(notJoined(name));
        }
        var joined = String.join(", ", new TreeSet<>(seen.joined()));
        if (!joined.isEmpty()) found.add(Finding.ok(Check.GROUP, group(seen) + " joined on " + joined));
        return found;
    }

    private Finding notJoined(String name) {
        var cause = seen.failures().getOrDefault(name, "unknown cause");
        var what = group(seen) + " cannot be joined on " + name + ": " + cause;
        if (!cause.contains("in use")) return Finding.fail(Check.GROUP, what, Remedies.noGroup());
        var holders = seen.holders().isEmpty()
                ? "a program that cannot be seen from here"
                : seen.holders().stream().map(UdpPortHolder::toString).collect(Collectors.joining(", "));
        return Finding.fail(Check.GROUP, what + "; port " + port + " is held by " + holders, Remedies.portTaken(port));
    }

    private static String group(Observations seen) {
        return seen.group().getAddress().getHostAddress() + ":" + seen.group().getPort();
    }

    private SortedSet<String> names() {
        return seen.interfaces().networks().stream()
                .map(LocalNetwork::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Finding> ownBeacon() {
        List<Finding> found = new ArrayList<>();
        SortedSet<String> back = new TreeSet<>();
        for (var name : new TreeSet<>(seen.joined())) {
            var cause = seen.failures().get(name);
            if (seen.heard().returned().contains(name)) back.add(name);
            else
                found.add(Finding.fail(
                        Check.OWN_BEACON,
                        cause == null
                                ? "beacons go out on " + name + ", but none comes back, not even the own"
                                : "no beacon can be sent on " + name + ": " + cause,
                        Remedies.ownFirewall(port, portsHere())));
        }
        if (!back.isEmpty()) found.add(Finding.ok(Check.OWN_BEACON, "comes back on " + String.join(", ", back)));
        return found;
    }

    private SortedSet<Integer> portsHere() {
        return peers.stream()
                .filter(HeardPeer::here)
                .map(peer -> peer.address().port())
                .limit(MOST_NAMES)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Finding heard() {
        long elsewhere = peers.stream().filter(peer -> !peer.here()).count();
        var within = " within " + seen.listening().toSeconds() + " s";
        boolean onlyThisMachine = seen.interfaces().networks().stream().allMatch(Findings::isLoopback);
        if (elsewhere > 0 || onlyThisMachine && !peers.isEmpty())
            return Finding.ok(Check.PEERS, peers.size() + " heard" + within + ": " + names(peers.stream()));
        if (onlyThisMachine)
            return Finding.warn(
                    Check.PEERS,
                    "nobody heard" + within,
                    List.of(Remedy.of("start a node on this machine: ./bitchat edge")));
        var here = peers.isEmpty() ? "" : "; on this machine: " + names(peers.stream());
        return Finding.warn(
                Check.PEERS,
                "beacons go out, but nobody on another machine was heard" + within + here,
                Remedies.nobody(port, portsHere()));
    }

    private static boolean isLoopback(LocalNetwork network) {
        return network.own().bits() >>> 24 == 127;
    }

    private List<Finding> links() {
        List<Finding> found = new ArrayList<>();
        for (var peer : peers) {
            var how = silence(peer.answer());
            if (how.isEmpty()) continue;
            found.add(Finding.fail(
                    Check.LINKS,
                    peer.called() + " is heard, but TCP " + peer.address() + " " + how,
                    Remedies.noLink(peer.answer(), peer.address().port())));
        }
        long tried = count(peer -> peer.answer() != TcpAnswer.NOT_TRIED);
        long answered = count(peer -> peer.answer() == TcpAnswer.ANSWERS);
        if (answered > 0)
            found.add(Finding.ok(
                    Check.LINKS,
                    answered + " of " + tried + " accept TCP connections"
                            + (tried < peers.size() ? "; " + (peers.size() - tried) + " not tried" : "")));
        return found;
    }

    private static String silence(TcpAnswer answer) {
        return switch (answer) {
            case SILENT -> "does not answer";
            case REFUSED -> "refuses connections";
            case UNREACHABLE -> "is unreachable";
            case ANSWERS, NOT_TRIED -> "";
        };
    }

    private long count(Predicate<HeardPeer> which) {
        return peers.stream().filter(which).count();
    }

    private List<Finding> clocks() {
        List<Finding> found = new ArrayList<>();
        var wrong = peers.stream()
                .filter(peer -> peer.ahead().abs().compareTo(TOLERANCE) > 0)
                .toList();
        var off = peers.stream()
                .filter(peer -> peer.ahead().abs().compareTo(NOTICEABLE) > 0)
                .filter(peer -> !wrong.contains(peer))
                .toList();
        if (!wrong.isEmpty())
            found.add(Finding.fail(
                    Check.CLOCKS,
                    "over " + TOLERANCE.toHours() + " h apart, so that beacons are refused: " + skews(wrong),
                    Remedies.clocks()));
        if (!off.isEmpty())
            found.add(Finding.warn(
                    Check.CLOCKS,
                    "over " + NOTICEABLE.toMinutes() + " min apart, so that lines are in a wrong order: " + skews(off),
                    Remedies.clocks()));
        if (found.isEmpty()) found.add(Finding.ok(Check.CLOCKS, "less than a minute apart"));
        return found;
    }

    private static String skews(List<HeardPeer> which) {
        return joined(which.stream()
                .map(peer -> peer.called() + " " + skew(peer.ahead()))
                .toList());
    }

    /** For example {@code 5 min behind}. */
    private static String skew(Duration ahead) {
        var size = ahead.abs();
        var text = size.toMinutes() < 120
                ? size.toMinutes() + " min"
                : size.toHours() < 48 ? size.toHours() + " h" : size.toDays() + " days";
        return text + (ahead.isNegative() ? " behind" : " ahead");
    }

    private void refused(List<Finding> all) {
        var reasons = seen.heard().refused().entrySet().stream()
                // a peer on two networks is heard twice
                .filter(entry -> entry.getKey() != Refusal.OUTDATED)
                .map(entry -> entry.getValue().count() + " " + entry.getKey() + " from "
                        + joined(entry.getValue().sources()))
                .toList();
        if (!reasons.isEmpty())
            all.add(Finding.warn(
                    Check.REFUSED,
                    "datagrams: " + String.join("; ", reasons),
                    Remedies.refused(seen.heard().refused().containsKey(Refusal.KEY_CHANGED))));
    }

    private static String names(Stream<HeardPeer> which) {
        return joined(which.map(peer -> peer.called() + " (" + peer.address().host() + ")")
                .toList());
    }

    private static String joined(Collection<?> all) {
        var text = all.stream().limit(MOST_NAMES).map(Object::toString).collect(Collectors.joining(", "));
        return all.size() > MOST_NAMES ? text + " and " + (all.size() - MOST_NAMES) + " more" : text;
    }
}
