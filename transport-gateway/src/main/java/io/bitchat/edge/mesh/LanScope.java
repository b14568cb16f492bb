package io.bitchat.edge.mesh;

import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** On which interfaces of this host the mesh lives. */
public sealed interface LanScope {
    /** The loopback interface: nothing leaves this machine. */
    record ThisMachine() implements LanScope {}

    /** Every interface that is up and can multicast, except loopback. */
    record AllInterfaces() implements LanScope {}

    /** These interfaces, by name. */
    record Named(Set<String> names) implements LanScope {
        public Named {
            names = Set.copyOf(names);
        }
    }

    /** The IPv4 networks of this scope as they are now; empty if there is none. */
    default List<LocalNetwork> networks() throws SocketException {
        List<LocalNetwork> found = new ArrayList<>();
        for (var one : interfaces()) {
            if (!contains(one) || !one.isUp()) continue;
            for (var address : one.getInterfaceAddresses()) {
                if (address.getAddress() instanceof Inet4Address) found.add(network(one, address));
            }
        }
        return found;
    }

    /** The JDK reports a host without any interface as a failure. */
    private static List<NetworkInterface> interfaces() throws SocketException {
        try {
            return NetworkInterface.networkInterfaces().toList();
        } catch (SocketException e) {
            // any other failure may pass, and must not end the links
            if ("No network interfaces configured".equals(e.getMessage())) return List.of();
            throw e;
        }
    }

    private boolean contains(NetworkInterface one) throws SocketException {
        return switch (this) {
            // loopback says that it has no multicast, and has
            case ThisMachine() -> one.isLoopback();
            case AllInterfaces() -> !one.isLoopback() && one.supportsMulticast();
            case Named(var names) -> names.contains(one.getName());
        };
    }

    private static LocalNetwork network(NetworkInterface one, InterfaceAddress address) {
        var own = Ipv4.of(address.getAddress().getHostAddress());
        return new LocalNetwork(one.getName(), own, address.getNetworkPrefixLength());
    }
}
