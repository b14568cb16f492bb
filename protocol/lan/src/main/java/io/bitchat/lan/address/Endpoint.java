package io.bitchat.lan.address;

import java.util.Optional;

/**
 * Where a peer accepts TCP connections, as {@code 192.168.1.100:8080}.
 *
 * @param port 1 to 65,535
 */
public record Endpoint(Ipv4 host, int port) {
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if the port is out of range */
    public Endpoint {
        if (port < 1 || port > MAX_PORT) throw new IllegalArgumentException("port " + port);
    }

    /** Parses an untrusted address. */
    public static Optional<Endpoint> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > 21) return Optional.empty();
        return Ipv4.parse(text.substring(0, colon))
                .flatMap(host -> port(text.substring(colon + 1)).map(port -> new Endpoint(host, port)));
    }

    private static Optional<Integer> port(String text) {
        if (text.isEmpty() || text.charAt(0) == '0') return Optional.empty();
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') return Optional.empty();
            port = port * 10 + c - '0';
            if (port > MAX_PORT) return Optional.empty();
        }
        return Optional.of(port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
