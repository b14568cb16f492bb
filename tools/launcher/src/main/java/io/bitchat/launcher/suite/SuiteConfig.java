package io.bitchat.launcher.suite;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Configuration of one suite on this machine.
 *
 * @param root the project folder with the built modules
 * @param ports the ports of the processes of this suite
 * @param store where file-service stores chunks
 * @param bind address of the gateway; all others listen on {@link #LOOPBACK}
 * @param forcedOpen whether open mode is allowed on an address that others can reach
 * @param aot whether services start from AOT caches, and missing caches are made in the background
 * @param access environment of the gateway for host names and web origins
 * @param sites environment of group-gossip-service for other installations
 * @param lan environment of transport-gateway for the LAN mesh
 */
public record SuiteConfig(
        Path root,
        SuiteFiles files,
        Map<Endpoint, Integer> ports,
        Store store,
        String bind,
        String authMode,
        boolean rateLimited,
        boolean forcedOpen,
        boolean aot,
        Map<String, String> access,
        Map<String, String> sites,
        Map<String, String> lan) {
    public static final String LOOPBACK = "127.0.0.1";

    /** Where file-service stores chunks. */
    enum Store {
        folder,
        s3
    }

    public SuiteConfig {
        root = root.toAbsolutePath().normalize();
        ports = Map.copyOf(ports);
        access = Map.copyOf(access);
        sites = Map.copyOf(sites);
        lan = Map.copyOf(lan);
    }

    /** The processes of this suite, in the order of their start. */
    List<Endpoint> endpoints() {
        return Arrays.stream(Endpoint.values()).filter(ports::containsKey).toList();
    }

    public boolean has(Endpoint endpoint) {
        return ports.containsKey(endpoint);
    }

    public int port(Endpoint endpoint) {
        return ports.getOrDefault(endpoint, endpoint.defaultPort());
    }

    /** The address at which this machine reaches an endpoint; the gateway may listen on one address, or on all. */
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
