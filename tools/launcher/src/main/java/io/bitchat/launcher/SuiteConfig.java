package io.bitchat.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One suite on this machine.
 *
 * @param root the folder of the project, with the built modules
 * @param ports of the processes that this suite has
 * @param store what file-service keeps chunks in
 * @param bind where the gateway listens; all else listens on {@link #LOOPBACK}
 * @param forcedOpen open mode is allowed on an address that others reach
 * @param access what the gateway is told of its names and of web pages, as its environment
 * @param sites what group-gossip-service is told of other installations, as its environment
 */
record SuiteConfig(
        Path root,
        SuiteFiles files,
        Map<Endpoint, Integer> ports,
        Store store,
        String bind,
        String authMode,
        boolean rateLimited,
        boolean forcedOpen,
        Map<String, String> access,
        Map<String, String> sites) {
    static final String LOOPBACK = "127.0.0.1";

    /** What file-service keeps chunks in. */
    enum Store {
        folder,
        s3
    }

    SuiteConfig {
        root = root.toAbsolutePath().normalize();
        ports = Map.copyOf(ports);
        access = Map.copyOf(access);
        sites = Map.copyOf(sites);
    }

    /** The processes of this suite, in the order of their start. */
    List<Endpoint> endpoints() {
        return Arrays.stream(Endpoint.values()).filter(ports::containsKey).toList();
    }

    boolean has(Endpoint endpoint) {
        return ports.containsKey(endpoint);
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
