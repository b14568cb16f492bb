package io.bitchat.edge.node;

import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.Identity;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.Profile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The mesh as the configuration wants it. */
final class MeshSetup {
    private static final Pattern GROUP = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):(\\d{1,5})");

    private MeshSetup() {}

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    static LanNode.Setup of(NodeConfig config, Identity identity) {
        if (!Profile.isValid(config.name(), "", config.rooms())) {
            throw new IllegalArgumentException(
                    "bitchat.edge.name or bitchat.edge.rooms: a name has 1 to 64 characters, and rooms have names of"
                            + " letters, digits and hyphens");
        }
        var profile = new Profile(config.name(), "", config.rooms());
        return LanNode.Setup.of(identity, profile, scope(config.interfaces()), group(config.group()), config.port())
                .withContacts(contacts(config.contacts().orElse(List.of())));
    }

    private static LanScope scope(List<String> interfaces) {
        if (interfaces.equals(List.of("loopback"))) return new LanScope.ThisMachine();
        if (interfaces.equals(List.of("all"))) return new LanScope.AllInterfaces();
        return new LanScope.Named(Set.copyOf(interfaces));
    }

    /** @throws IllegalArgumentException if one is no address, or there are too many */
    static List<Endpoint> contacts(List<String> texts) {
        if (texts.size() > LanParameters.MAX_CONTACTS) {
            throw new IllegalArgumentException("bitchat.edge.contacts names " + texts.size() + ", at most "
                    + LanParameters.MAX_CONTACTS + " are allowed");
        }
        return texts.stream()
                .map(text -> Endpoint.parse(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException("bitchat.edge.contacts has '" + text
                                + "', allowed: IPv4 addresses, each with a port, such as 192.168.1.20:7000")))
                .toList();
    }

    private static InetSocketAddress group(String text) {
        var parts = GROUP.matcher(text);
        try {
            if (parts.matches()) {
                var address =
                        new InetSocketAddress(InetAddress.getByName(parts.group(1)), Integer.parseInt(parts.group(2)));
                if (address.getAddress().isMulticastAddress() && address.getPort() > 0) return address;
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("bitchat.edge.group is '" + text
                + "', allowed: an IPv4 multicast address and a port, such as" + " 224.0.0.1:9999");
    }
}
