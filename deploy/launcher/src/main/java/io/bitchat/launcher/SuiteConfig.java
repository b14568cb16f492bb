package io.bitchat.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * One suite on this machine.
 *
 * @param root the folder of the project, with the built modules
 * @param bind where the gateway listens; all else listens on {@link #LOOPBACK}
 * @param forcedOpen open mode is allowed on an address that others reach
 * @param sites what group-gossip-service is told of other installations, as its environment
 */
record SuiteConfig(
        Path root,
        SuiteFiles files,
        Map<Endpoint, Integer> ports,
        String bind,
        String authMode,
        boolean rateLimited,
        boolean forcedOpen,
        Map<String, String> sites) {
    static final String LOOPBACK = "127.0.0.1";

    SuiteConfig {
        root = root.toAbsolutePath().normalize();
        ports = Map.copyOf(ports);
        sites = Map.copyOf(sites);
    }

    int port(Endpoint endpoint) {
        return ports.getOrDefault(endpoint, endpoint.defaultPort());
    }

    /** Where this machine reaches an endpoint: the gateway may listen on one address only, or on all. */
    String hostOf(Endpoint endpoint) {
        String address = bindOf(endpoint);
        if (address.equals("0.0.0.0") || address.equals("::")) {
            return LOOPBACK;
        }
        return address.contains(":") ? "[" + address + "]" : address;
    }

    String bindOf(Endpoint endpoint) {
        return endpoint == Endpoint.GATEWAY ? bind : LOOPBACK;
    }
}
