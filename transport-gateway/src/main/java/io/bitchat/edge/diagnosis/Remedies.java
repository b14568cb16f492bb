package io.bitchat.edge.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The texts that tell what to do. */
final class Remedies {
    /** Where Linux chooses the port of a node that was given none. */
    private static final String ANY_PORT = "32768-60999";

    private static final String FIREWALLS = ", with ufw, firewalld or nftables";

    private Remedies() {}

    static List<Remedy> noInterface() {
        return List.of(
                new Remedy(
                        "connect this machine to a network; an interface needs an IPv4 address and multicast",
                        List.of("ip -br addr", "sudo ip link set NAME up multicast on")),
                Remedy.of("in a container: use the network of the host (docker run --network host)"),
                Remedy.of("to try this machine alone: --loopback"));
    }

    static List<Remedy> portTaken(int port) {
        return List.of(
                new Remedy("see what holds the port, and end it", List.of("sudo ss -lunp sport = :" + port)),
                Remedy.of("a program of the mesh sets SO_REUSEADDR, so that several can share the port"));
    }

    static List<Remedy> noGroup() {
        return List.of(
                new Remedy("see what the interface can do", List.of("ip -d link", "ip maddr")),
                Remedy.of("name another interface with --interface"));
    }

    static List<Remedy> ownFirewall(int udp, SortedSet<Integer> tcp) {
        return List.of(
                new Remedy(
                        "the firewall of this machine drops UDP " + udp + ": open it, and the node's TCP port"
                                + (tcp.isEmpty() ? " (any of " + ANY_PORT + ", if it was not given one)" : "")
                                + FIREWALLS,
                        open(udp, tcp)),
                Remedy.of("see the present rules with sudo nft list ruleset or sudo iptables -S"));
    }

    static List<Remedy> nobody(int udp, SortedSet<Integer> tcp) {
        return List.of(
                Remedy.of("start a node on another machine of this network: ./bitchat edge"),
                new Remedy(
                        "the firewall of this machine or of the others: open UDP " + udp + " and the TCP ports of"
                                + " nodes" + FIREWALLS,
                        open(udp, tcp)),
                Remedy.of("a wireless access point that isolates its clients (also called client or AP isolation, guest"
                        + " network): switch that off, or use the cable"),
                Remedy.of(
                        "a switch with IGMP snooping: it must flood 224.0.0.0/24; for another group it needs a querier"),
                Remedy.of(
                        "a router between the machines: multicast stays in one network; name peers by address instead,"
                                + " with --contact ADDRESS:PORT on both sides"),
                Remedy.of("see whether beacons arrive at all: sudo tcpdump -ni any udp port " + udp));
    }

    static List<Remedy> noLink(TcpAnswer answer, int tcp) {
        return switch (answer) {
            case SILENT, UNREACHABLE ->
                List.of(
                        new Remedy("the firewall of that machine: open the port there" + FIREWALLS, openTcp(tcp)),
                        Remedy.of("or a network that lets multicast through but not its clients to each other"));
            case REFUSED ->
                List.of(
                        Remedy.of("nothing listens there: start the program of that peer again"),
                        new Remedy("or a firewall there rejects it: open the port" + FIREWALLS, openTcp(tcp)));
            case ANSWERS, NOT_TRIED -> List.of();
        };
    }

    static List<Remedy> clocks() {
        return List.of(new Remedy(
                "find out which clock is wrong, and let NTP set it",
                List.of("timedatectl status", "sudo timedatectl set-ntp true")));
    }

    /** @param keyChanged whether two keys were shown in one name */
    static List<Remedy> refused(boolean keyChanged) {
        var reasons = Remedy.of("what each reason means: docs/protocols/lan.md, section 8");
        if (!keyChanged) return List.of(reasons);
        return List.of(
                new Remedy(
                        "KEY_CHANGED: two programs use one id with different keys; whom a node refuses, and how it"
                                + " takes the new key, tells",
                        List.of("./bitchat doctor mesh --node http://127.0.0.1:8085")),
                reasons);
    }

    /** By firewall, since a machine has one of them. */
    private static List<String> open(int udp, SortedSet<Integer> ports) {
        var tcp = ports.isEmpty()
                ? List.of(ANY_PORT)
                : ports.stream().map(port -> Integer.toString(port)).toList();
        List<String> commands = new ArrayList<>();
        commands.add(ufw(udp + "/udp"));
        tcp.forEach(port -> commands.add(ufw(port.replace('-', ':') + "/tcp")));
        commands.add(firewalld(udp + "/udp"));
        tcp.forEach(port -> commands.add(firewalld(port + "/tcp")));
        commands.add(nft("udp dport " + udp));
        tcp.forEach(port -> commands.add(nft("tcp dport " + port)));
        return commands;
    }

    private static List<String> openTcp(int port) {
        return List.of(ufw(port + "/tcp"), firewalld(port + "/tcp"), nft("tcp dport " + port));
    }

    private static String ufw(String what) {
        return "sudo ufw allow " + what;
    }

    private static String firewalld(String what) {
        return "sudo firewall-cmd --add-port=" + what;
    }

    private static String nft(String what) {
        return "sudo nft insert rule inet filter input " + what + " accept";
    }
}
