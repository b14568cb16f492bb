package io.bitchat.edge.diagnosis;

import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The interfaces of this host as they are now.
 *
 * @param networks those that the mesh uses
 * @param unusable each other one with the reason, for example {@code eth1 is down}
 * @param addresses all IPv4 addresses of this host
 */
record Interfaces(List<LocalNetwork> networks, List<String> unusable, Set<Ipv4> addresses) {
    static Interfaces of(LanScope scope) {
        try {
            return listed(scope);
        } catch (SocketException e) {
            // also thrown where all interfaces are down
            return new Interfaces(List.of(), List.of(String.valueOf(e.getMessage())), Set.of());
        }
    }

    private static Interfaces listed(LanScope scope) throws SocketException {
        var networks = scope.networks();
        var used = networks.stream().map(LocalNetwork::name).collect(Collectors.toSet());
        List<String> unusable = new ArrayList<>();
        Set<Ipv4> addresses = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (var one : NetworkInterface.networkInterfaces().toList()) {
            names.add(one.getName());
            one.getInterfaceAddresses().stream()
                    .map(InterfaceAddress::getAddress)
                    .filter(Inet4Address.class::isInstance)
                    .forEach(address -> addresses.add(Ipv4.of(address.getHostAddress())));
            if (!used.contains(one.getName()) && isMeant(scope, one)) unusable.add(one.getName() + " " + why(one));
        }
        if (scope instanceof LanScope.Named(var wanted))
            wanted.stream()
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .forEach(name -> unusable.add(name + " does not exist"));
        return new Interfaces(networks, unusable, addresses);
    }

    private static boolean isMeant(LanScope scope, NetworkInterface one) throws SocketException {
        return switch (scope) {
            case LanScope.ThisMachine() -> one.isLoopback();
            case LanScope.AllInterfaces() -> true;
            case LanScope.Named(var wanted) -> wanted.contains(one.getName());
        };
    }

    private static String why(NetworkInterface one) throws SocketException {
        if (one.isLoopback()) return "is this machine only";
        if (!one.isUp()) return "is down or has no carrier";
        boolean hasAddress =
                one.getInterfaceAddresses().stream().anyMatch(address -> address.getAddress() instanceof Inet4Address);
        return hasAddress ? "has no multicast" : "has no IPv4 address";
    }

    /** For example {@code eth0 10.77.0.1/24}. */
    String used() {
        return networks.stream()
                .map(network -> network.name() + " " + network.own() + "/" + network.prefix())
                .collect(Collectors.joining(", "));
    }
}
